import type { Method } from './call.ts'
import { callbackMethods } from './callbacks.ts'
import { copyingMethods } from './copying.ts'
import { editingMethods } from './editing.ts'
import { mediaMethods } from './media.ts'
import { profileMethods } from './profile.ts'
import { sendingMethods } from './sending.ts'
import { updatingMethods } from './updating.ts'

const methods = new Map<string, Method>(
  Object.entries({
    ...profileMethods,
    ...updatingMethods,
    ...sendingMethods,
    ...mediaMethods,
    ...copyingMethods,
    ...editingMethods,
    ...callbackMethods,
  }).map(([name, method]) => [name.toLowerCase(), method]),
)

/** Method names are not case-sensitive (core.telegram.org/bots/api#making-requests). */
export function methodNamed(name: string): Method | undefined {
  return methods.get(name.toLowerCase())
}
