import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillIn, walkedIn, writeLetter } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'

let service: Service
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const LETTER = '오늘 하루도 정말 애썼어요. 이름은 모르지만 당신을 응원하고 있어요.'
const ANSWER = 'Thank you, stranger. 당신의 편지를 읽고 한참을 웃었어요. 잘 자요.'

it('carries a letter from Discord to Telegram, and its answer back', async () => {
  const mina = await walkedIn(service, { platform: 'discord', name: 'Mina', locale: 'ko', willing: false })
  const jun = await walkedIn(service, { platform: 'telegram', name: 'Jun', locale: 'ko' })

  await writeLetter(mina, LETTER)
  await mina.press('보낼게요')
  await mina.until('편지가 길을 나섰어요')

  await jun.until('모르는 누군가가 편지를 보냈어요')
  await jun.press('열어 볼래요')
  const read = await jun.until(LETTER)
  expect(read.text).toContain('나에게 온 편지')
  await mina.until('누군가에게 닿았어요')

  await jun.press('답장')
  await jun.until('다음 메시지에 답장을 써 주세요')
  await fillIn(jun, ANSWER)
  await jun.press('보낼게요')

  await mina.until('내가 보낸 편지에 답장이 왔어요')
  await mina.press('열어 볼래요')
  await mina.until(ANSWER)
})
