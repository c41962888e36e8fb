/** /interactions/… and /webhooks/…: answering people. docs: interactions/receiving-and-responding#endpoints */
import {
  answerMessage,
  callbackJson,
  deleteAnswer,
  editAnswer,
  followUp,
  interactionToAnswer,
  interactionToFollow,
  respond,
} from '../interactions.ts'
import { messageJson } from '../message_wire.ts'
import { type ApiRequest, param, type Route } from './route.ts'

const own = { open: true, outsideGlobal: true, rate: 'webhook' } as const
const oneMessage = '/webhooks/:application/:token/messages/:message'

export const interactionRoutes: Route[] = [
  { ...own, method: 'POST', pattern: '/interactions/:interaction/:token/callback', handle: callback },
  {
    ...own,
    method: 'POST',
    pattern: '/webhooks/:application/:token',
    handle: (request) => {
      const { world, body, uploads } = request
      return { status: 200, body: messageJson(world, followUp(world, following(request), body, uploads)) }
    },
  },
  {
    ...own,
    method: 'GET',
    pattern: oneMessage,
    handle: (request) => {
      const { world } = request
      return {
        status: 200,
        body: messageJson(world, answerMessage(world, following(request), param(request, 'message'))),
      }
    },
  },
  {
    ...own,
    method: 'PATCH',
    pattern: oneMessage,
    handle: (request) => {
      const { world, body, uploads } = request
      const edited = editAnswer(world, following(request), param(request, 'message'), body, uploads)
      return { status: 200, body: messageJson(world, edited) }
    },
  },
  {
    ...own,
    method: 'DELETE',
    pattern: oneMessage,
    handle: (request) => {
      deleteAnswer(request.world, following(request), param(request, 'message'))
      return { status: 204 }
    },
  },
]

function callback(request: ApiRequest) {
  const { world, body, uploads, deadlineMs } = request
  const interaction = interactionToAnswer(world, param(request, 'interaction'), param(request, 'token'), deadlineMs)
  const made = respond(world, interaction, body, uploads)
  const wanted = ['true', '1'].includes((request.query.get('with_response') ?? '').toLowerCase())
  return wanted ? { status: 200, body: callbackJson(world, interaction, made) } : { status: 204 }
}

function following(request: ApiRequest) {
  return interactionToFollow(request.world, param(request, 'application'), param(request, 'token'))
}
