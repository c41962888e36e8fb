// @ts-check
/**
 * The first minute: three steps that end with a letter answered. It watches the phones and moves on by what it sees there,
 * whoever did it, and shows where to press next by what the bot's buttons stand for.
 */
import { h } from './dom.js'
import { act, people } from './store.js'

/** @typedef {import('./texts.js').Language} Language */
/** @typedef {import('./store.js').Person} Person */
/** @typedef {{ [key: string]: any }} Texts */
/** @typedef {{ person: Person, hint: string, find: (phone: Element) => Element | null | undefined, go: () => Promise<unknown> }} Next */

/** The way on, by the first word of what a button carries. Of several in one message the first here is meant. */
const wayIn = ['w-adult', 'w-take', 'w-here', 'w-yes']
const wayOut = ['post', 'offered', 'draft', 'write']
const wayToAnswer = ['open', 'open-heavy', 'post', 'write:answer']
const arrived = ['open', 'open-heavy', 'tuck', 'report']

/** @param {Texts} t @param {Language} language */
export function createGuide(t, language) {
  let step = 0
  let hidden = localStorage.getItem('wiro-guide') === 'hidden'
  let busy = false
  const list = h('ol', { class: 'steps' })
  const hint = h('p', { class: 'hint', role: 'status' })
  const doIt = h('button', { type: 'button', class: 'loud', onclick: go }, t.guideDo)
  const body = h(
    'div',
    { class: 'guide-body' },
    h('p', { class: 'intro' }, t.guideIntro),
    list,
    h('div', { class: 'now' }, hint, doIt),
  )
  const fold = h('button', {
    type: 'button',
    class: 'quiet',
    onclick: () => {
      hidden = !hidden
      localStorage.setItem('wiro-guide', hidden ? 'hidden' : 'shown')
      refresh()
    },
  })
  const element = h(
    'section',
    { class: 'guide', 'aria-label': t.guide },
    h('header', {}, h('h2', {}, `💌 ${t.guide}`), fold),
    body,
  )

  /** @returns {Next | undefined} */
  function next() {
    const { writer, reader } = actors(language)
    if (!writer || !reader) return undefined
    const stepsDone = [
      hasSeen(reader, ['write']) || hasSeen(reader, arrived),
      // What others wrote may have come before.
      hasSeen(reader, arrived) && writer.chat.length > 0,
      hasSeen(writer, arrived),
    ]
    while (step < 3 && stepsDone[step]) step += 1
    if (step === 0) return pressNext(reader, wayIn) ?? runCommand(reader, 'start')
    if (step === 1)
      return (
        fillForm(writer) ??
        (isOnTheWay(writer) ? undefined : (pressNext(writer, [...wayIn, ...wayOut]) ?? runCommand(writer, 'letter')))
      )
    if (step === 2) return answerNext(reader)
    return undefined
  }

  /** @param {Person} person @returns {Next | undefined} */
  function answerNext(person) {
    if (isOnTheWay(person)) return undefined
    return fillForm(person) ?? pressNext(person, wayToAnswer) ?? sayIt(person)
  }

  /** @param {Person} person @param {string[]} acts @returns {Next | undefined} */
  function pressNext(person, acts) {
    const newest = person.chat.findLast(({ from, deleted }) => from === 'bot' && !deleted)
    const recent = person.chat
      .filter(({ from, deleted }) => from === 'bot' && !deleted)
      .slice(-3)
      .reverse()
    for (const message of recent) {
      for (const wanted of acts) {
        const control = message.controls.find(
          ({ id, disabled, kind }) => kind === 'button' && !disabled && stands(id, wanted),
        )
        if (control)
          return {
            person,
            hint: t.hintPress(person.name, control.label),
            find: (phone) =>
              phone.querySelector(`[data-message="${message.id}"] [data-act="${CSS.escape(control.id)}"]`),
            go: () => act(person, 'press', { label: control.label, message: message.id }),
          }
      }
      if (message === newest && awaitsWords(message)) return undefined
    }
    return undefined
  }

  /** @param {Person} person @param {string} name @returns {Next} */
  function runCommand(person, name) {
    const isFresh = person.platform === 'telegram' && person.chat.length === 0
    const shown = `/${language === 'ko' && person.platform === 'discord' ? { letter: '편지', start: '시작' }[name] : name}`
    return {
      person,
      hint: isFresh ? t.hintPress(person.name, t.start) : t.hintCommand(person.name, shown),
      find: (phone) => phone.querySelector(isFresh ? '.start' : 'textarea'),
      go: () => act(person, 'command', { name }),
    }
  }

  /** @param {Person} person @returns {Next | undefined} */
  function fillForm(person) {
    const field = person.form?.fields.find(({ long }) => long)
    if (!field) return undefined
    return {
      person,
      hint: t.hintForm(person.name),
      find: (phone) => phone.querySelector('.form-layer textarea'),
      go: () => act(person, 'submit', { values: { [field.id]: step === 1 ? t.sampleLetter : t.sampleAnswer } }),
    }
  }

  /** @param {Person} person @returns {Next | undefined} */
  function sayIt(person) {
    const newest = person.chat.findLast(({ deleted }) => !deleted)
    if (newest?.from !== 'bot' || !awaitsWords(newest)) return undefined
    return {
      person,
      hint: t.hintSay(person.name),
      find: (phone) => phone.querySelector('textarea'),
      go: () => act(person, 'say', { text: t.sampleAnswer }),
    }
  }

  async function go() {
    const todo = next()
    if (!todo || busy) return
    busy = true
    doIt.disabled = true
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'
    document
      .getElementById(`phone-${todo.person.key}`)
      ?.scrollIntoView({ behavior, inline: 'center', block: 'nearest' })
    await todo.go().catch(() => undefined)
    busy = false
    refresh()
  }

  /** Looks at the phones anew. */
  function refresh() {
    const todo = next()
    const { writer, reader } = actors(language)
    element.hidden = !writer || !reader
    element.classList.toggle('done', step === 3)
    element.classList.toggle('fresh', step === 0 && reader?.chat.length === 0)
    body.hidden = hidden
    fold.textContent = hidden ? t.guideShow : t.guideHide
    drawSteps(writer?.name ?? '', reader?.name ?? '')
    const words = step === 3 ? `${t.guideEnd} ${t.guideEndMore}` : (todo?.hint ?? t.hintWait)
    if (hint.textContent !== words) hint.textContent = words
    doIt.hidden = step === 3
    doIt.disabled = busy || !todo
    for (const glowing of document.querySelectorAll('.glow')) glowing.classList.remove('glow')
    if (todo && !hidden)
      todo.find(document.getElementById(`phone-${todo.person.key}`) ?? document.body)?.classList.add('glow')
  }

  let drawn = ''

  /** The three steps, if anything in them has changed. @param {string} writer @param {string} reader */
  function drawSteps(writer, reader) {
    const drawing = [step, writer, reader].join()
    if (drawing === drawn) return
    drawn = drawing
    list.replaceChildren(
      ...[t.step1, t.step2, t.step3].map((words, i) =>
        h(
          'li',
          { class: i < step ? 'past' : i === step ? 'present' : '', 'aria-current': i === step ? 'step' : undefined },
          h('span', { class: 'number', 'aria-hidden': 'true' }, i < step ? '✓' : i + 1),
          h('span', { class: 'unseen' }, `${t.guideStep(i + 1)}${i < step ? `, ${t.guideDoneStep}` : ''}: `),
          words(writer, reader),
        ),
      ),
    )
  }

  return { element, refresh }
}

/** Somebody who writes on Discord, and somebody who reads on Telegram, in this language; the reader is who got a letter last. @param {Language} language */
function actors(language) {
  const speakers = [...people.values()].filter(({ locale }) => locale.startsWith('ko') === (language === 'ko'))
  const writer = speakers.find(({ platform }) => platform === 'discord')
  const others = speakers.filter((person) => person !== writer)
  const lastReached = others.reduce((last, person) => (arrivedAt(person) > arrivedAt(last) ? person : last), others[0])
  return {
    writer,
    reader:
      lastReached && arrivedAt(lastReached) > 0 ? lastReached : others.find(({ platform }) => platform === 'telegram'),
  }
}

/** When a letter reached them last, in ms; 0 for never. @param {Person | undefined} person */
function arrivedAt(person) {
  const newest = person?.chat.findLast(({ controls }) =>
    controls.some(({ id }) => arrived.some((wanted) => stands(id, wanted))),
  )
  return newest?.at ?? 0
}

/** @param {string} id @param {string} wanted */
function stands(id, wanted) {
  return id === wanted || id.startsWith(`${wanted}:`)
}

/** @param {Person} person @param {string[]} acts */
function hasSeen(person, acts) {
  return person.chat.some(({ controls }) => controls.some(({ id }) => acts.some((wanted) => stands(id, wanted))))
}

/** What was just posted has "sent" beneath it and nothing to write. @param {Person} person */
function isOnTheWay(person) {
  const newest = person.chat.findLast(({ from, deleted }) => from === 'bot' && !deleted)
  const ids = newest?.controls.map(({ id }) => id) ?? []
  return ids.some((id) => stands(id, 'sent')) && !ids.some((id) => stands(id, 'write') || stands(id, 'inbox'))
}

/** Where a platform has no forms, the bot asks for the next message. @param {import('./store.js').SeenMessage} message */
function awaitsWords({ controls }) {
  return controls.some(({ id }) => stands(id, 'cancel'))
}
