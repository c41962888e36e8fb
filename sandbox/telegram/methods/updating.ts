import { conflict } from '../api-error.ts'
import { fileInfo } from '../files.ts'
import type { Params } from '../params.ts'
import type { Method } from './call.ts'

const longestPollSeconds = 50

export const updatingMethods: Record<string, Method> = {
  getUpdates({ world, params, gone }) {
    if (world.webhook.url() !== '') {
      return world.updates.refuse(
        conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"),
      )
    }
    world.updates.allow(readAllowedUpdates(params))
    return world.updates.poll({
      offset: params.integer('offset', 0),
      limit: params.integer('limit', 100, 1, 100),
      timeoutSeconds: params.integer('timeout', 0, 0, longestPollSeconds),
      gone,
    })
  },

  setWebhook: ({ world, params }) => world.webhook.set(params, readAllowedUpdates(params)),
  deleteWebhook: ({ world, params }) => world.webhook.remove(params.boolean('drop_pending_updates')),
  getWebhookInfo: ({ world }) => world.webhook.info(),

  getFile: ({ world, params }) => fileInfo(world.files, params.text('file_id')),
}

/** Absent or no list: what was set before stays. */
function readAllowedUpdates(params: Params): string[] | undefined {
  const list = params.json('allowed_updates')
  return Array.isArray(list) ? list.filter((type) => typeof type === 'string') : undefined
}
