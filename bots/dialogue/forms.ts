import { appealForm, takeAppeal } from './appeal.ts'
import { commentForm, takeComment } from './comments.ts'
import type { Form } from './formByMessage.ts'
import { openEditForm, takeOpenEdit } from './leavingOpen.ts'
import { penNameForm } from './penName.ts'
import { reportForm, takeReport } from './reporting.ts'
import type { Scene } from './scene.ts'
import { takePenNameForm, takePlaceForm } from './selfDescription.ts'
import type { Reply } from './view.ts'
import { arrivalForm, letterForm, takeArrival, takeLetter } from './writing.ts'
import { zoneForm } from './zone.ts'

type FormHandler = {
  /** The form, empty. */
  build(scene: Scene, args: string[]): Form
  /** What happens with it once it is filled in. Refused: the words are kept. */
  take(scene: Scene, args: string[], values: Record<string, string>): Promise<Reply>
}

/** All forms, by name. */
export const forms: Record<string, FormHandler | undefined> = {
  letter: { build: letterForm, take: takeLetter },
  arrival: { build: (scene, [id = '']) => arrivalForm(scene, id), take: takeArrival },
  report: { build: reportForm, take: takeReport },
  'open-edit': { build: (scene, args) => openEditForm(scene, args), take: takeOpenEdit },
  comment: { build: (scene, args) => commentForm(scene, args), take: takeComment },
  appeal: { build: appealForm, take: takeAppeal },
  'pen-name': { build: penNameForm, take: takePenNameForm },
  zone: { build: zoneForm, take: takePlaceForm },
}
