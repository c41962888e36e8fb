import express, { type Request, type Response } from 'express'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { openLines } from '../../core/chat/media/gate.ts'
import { isPageOwnId, pageChatId } from '../../core/chat/page/pageIds.ts'
import { PICTURE_BYTES_MOST, readFileOnPage, sendPictureOnPage } from '../../core/chat/page/pictures.ts'
import { chatOfPage } from '../../core/chat/page/readRoom.ts'
import { Refusal } from '../../core/refusal.ts'
import type { Visit } from '../visit.ts'
import { refusalWords } from './frames.ts'
import { chatWords } from './texts.ts'

/** Each look cleans a file anew: so many a minute for one person, on all their pages. */
const looks = new RateLimiterMemory({ points: 120, duration: 60 })
/** One look at a time for one person, and one picture; so many may wait for their turn. */
const lookLines = openLines(60)
const pictureLines = openLines(30)

/** `GET /chat/file/:said/:at`: something to see or to hear, cleaned; for whoever it was said to, and who said it. */
export async function showFile({ core, request, response, accountId }: Visit): Promise<void> {
  const { said = '', at = '' } = request.params as Record<string, string>
  if (!accountId || !/^\d{1,2}$/.test(at)) return void response.status(404).end()
  const allowed = await looks.consume(accountId).catch(() => undefined)
  if (!allowed) return void response.status(429).end()
  const left = new AbortController()
  response.once('close', () => left.abort())
  const { signal } = left
  const look = lookLines(accountId, async () => {
    if (signal.aborted) return
    const file = await readFileOnPage(core, { accountId, said, at: Number(at), signal }).catch((error) => {
      if (!signal.aborted) core.log.warn({ err: error }, 'chat page: something to see could not be fetched or cleaned')
      return undefined
    })
    if (file) response.type(file.type).send(file.data)
    else response.status(404).end()
  })
  if (!look) return void response.status(429).end()
  await look
}

const readPicture = express.raw({ type: 'application/octet-stream', limit: PICTURE_BYTES_MOST })

/** `POST /chat/picture?chat=…&own=…`: the file is the body. An expected no is said in the person's words. */
export async function takePicture(visit: Visit): Promise<void> {
  const { core, request, response, accountId, language } = visit
  const no = (status: number, words: string) => void response.status(status).type('text').send(words)
  const { chat: called, own } = request.query
  const chat = accountId && (await chatOfPage(core, { accountId }))
  if (!accountId) return no(401, chatWords(language).out)
  if (!chat || called !== pageChatId(core, { accountId, chatId: chat.chatId }) || !isPageOwnId(own))
    return no(409, refusalWords(language, new Refusal('refuse.chat.none')))
  const { chatId } = chat
  const sent = pictureLines(accountId, async () => {
    await bodyOf(request, response)
    await sendPictureOnPage(core, { accountId, chatId, ownId: own, file: request.body })
  })
  if (!sent) return void response.status(429).end()
  try {
    await sent
    response.status(204).end()
  } catch (error) {
    if (error instanceof Refusal) return no(409, refusalWords(language, error))
    if ((error as { status?: number }).status === 413) return no(413, chatWords(language).pictureBig)
    throw error
  }
}

/** Only what is let in is read. */
function bodyOf(request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) =>
    readPicture(request, response, (error) => (error ? reject(error) : resolve())),
  )
}
