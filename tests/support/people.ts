import type { Person } from '../../sandbox/person.ts'
import type { Service } from './service.ts'

/** Somebody who came, went through the welcome and receives letters. */
export async function welcomed(
  service: Service,
  { platform, name, locale, willing = true }: { platform: 'discord' | 'telegram'; name: string; locale: 'ko' | 'en'; willing?: boolean },
): Promise<Person> {
  const person = service[platform].join({ name, locale })
  const ko = locale === 'ko'
  await person.command('start')
  await person.until(ko ? '위로에 오신 걸 환영해요' : 'Welcome to Wiro')
  await person.press(ko ? '만 18세 이상' : 'I’m 18 or older')
  await person.until(ko ? '필명을 정해요' : 'Your pen-name')
  await person.press(ko ? '마음에 들어요' : 'I like it')
  await person.until(ko ? '어디에서 아침을' : 'Where are your mornings')
  await person.press(ko ? '네, 맞아요' : 'Yes, that’s right')
  await person.until(ko ? '편지를 받아 볼까요' : 'May letters come to you')
  await person.press(willing ? (ko ? '네, 받아 볼게요' : 'Yes, letters may come') : ko ? '다음에요' : 'Not yet')
  await person.until(ko ? '반가워요' : 'Nice to have you here')
  return person
}

/** Writes a letter by the platform's own way (a form on Discord, a message on Telegram) up to its preview. */
export async function writeLetter(person: Person, text: string): Promise<void> {
  await person.command('letter')
  await fillIn(person, text)
}

/** Fills what was asked for: the open form, or the next message. */
export async function fillIn(person: Person, text: string): Promise<void> {
  if (person.platform === 'discord') await person.submit({ text })
  else await person.say(text)
  await person.until(person.locale.startsWith('ko') ? '이대로 보낼까요?' : 'Ready to go?')
}
