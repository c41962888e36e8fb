import { noteGone } from '../../core/accounts/leave.ts'
import { meetPerson, type Person } from '../../core/accounts/meetPerson.ts'
import { type KeptForm, keepForm } from '../../core/accounts/pendingForm.ts'
import { hangUp } from '../../core/chat/leaveChat.ts'
import type { Core } from '../../core/core.ts'
import { LETTER_MAX_CHARACTERS } from '../../core/letters/letterText.ts'
import { letGoUnread } from '../../core/letters/passOn.ts'
import { Refusal } from '../../core/refusal.ts'
import { answerBanned, appealActions } from './appeal.ts'
import { chatActions, leave, showChat } from './chat.ts'
import { commentActions } from './comments.ts'
import { discoverActions, showDiscover } from './discover.ts'
import { followingActions, showFollowing } from './following.ts'
import { answerField, ask, closeForm, formFilled, pendingForm } from './formByMessage.ts'
import { forms } from './forms.ts'
import { withHelp } from './heavyWords.ts'
import { showHelp, showHelpline } from './help.ts'
import { inboxActions, showInbox } from './inbox.ts'
import { leavingOpenActions } from './leavingOpen.ts'
import { linkActions, showLink } from './link.ts'
import { menu } from './menu.ts'
import { mydataActions, showMydata } from './mydata.ts'
import { mendInChat, speakInChat } from './relay.ts'
import { reportingActions } from './reporting.ts'
import { respondingActions } from './responding.ts'
import { button, type Handler, type Scene, setScene, show, tell } from './scene.ts'
import { selfDescriptionActions } from './selfDescription.ts'
import { sentActions, showSent } from './sent.ts'
import { settingsActions, showSettings } from './settings.ts'
import type { Act, Turn } from './turn.ts'
import type { Reply } from './view.ts'
import { resumeWelcome, welcomeActions } from './welcome.ts'
import { beginLetter, offerLetter, writingActions } from './writing.ts'

const commands: Record<string, Handler> = {
  start: async (scene) =>
    tell({ text: scene.t('welcome.again', { penName: scene.person.account.penName ?? '' }), rows: menu(scene) }),
  letter: beginLetter,
  inbox: showInbox,
  chat: showChat,
  leave,
  sent: showSent,
  discover: showDiscover,
  following: showFollowing,
  settings: showSettings,
  link: showLink,
  mydata: showMydata,
  helpline: showHelpline,
  /** In no list, but people try it. */
  cancel: async (scene) => asSpoken(await cancelled(scene)),
  help: showHelp,
}

const actions: Record<string, Handler> = {
  ...welcomeActions,
  ...writingActions,
  ...inboxActions,
  ...sentActions,
  ...respondingActions,
  ...leavingOpenActions,
  ...discoverActions,
  ...commentActions,
  ...followingActions,
  ...reportingActions,
  ...appealActions,
  ...settingsActions,
  ...selfDescriptionActions,
  ...linkActions,
  ...mydataActions,
  ...chatActions,
  start: async (scene, args) =>
    scene.person.account.welcomedAt ? run(commands, 'start', scene, args) : resumeWelcome(scene, ''),
  help: async (scene) => asPressed(await showHelp(scene, [])),
  fix: async (scene, [name = '']) => reopen(scene, name),
  ask: async (scene, [name = '', ...args]) => {
    const form = Object.hasOwn(forms, name) ? forms[name]?.build(scene, args) : undefined
    if (!form) throw new Refusal('refuse.stale')
    return ask(scene, form)
  },
  cancel: cancelled,
  field: async (scene, args) => pressedField(scene, args),
}

async function cancelled(scene: Scene): Promise<Reply> {
  await closeForm(scene)
  return show({
    text: scene.t('form.cancelled'),
    rows: scene.person.account.welcomedAt ? menu(scene) : [[button(scene.t('word.back'), 'start')]],
  })
}

/** What a newcomer may do before the welcome is completed. */
const OPEN_COMMANDS = new Set(['cancel', 'help', 'helpline', 'link', 'mydata'])
const OPEN_ACTIONS = new Set([
  ...Object.keys(welcomeActions),
  ...Object.keys(linkActions),
  ...Object.keys(mydataActions),
  'zone',
  'zone-type',
  'appeal',
  'start',
  'help',
  'cancel',
  'field',
  'fix',
])
/** Pressing anything else leaves the question that was open: later words are not its answer. */
const OF_A_FORM = new Set(['field', 'fix', 'cancel'])
/** Buttons of a welcome that is over: pressed later, they only lead home. */
const WELCOME_ONLY = new Set(Object.keys(welcomeActions).filter((action) => action !== 'w-dm'))
const OPEN_FORMS = new Set(['pen-name', 'zone', 'appeal'])

/**
 * Answers one thing a person did. An expected "no" becomes a kind sentence with the next step; a bug is thrown, for
 * {@link runEvent} to log and try again. Running the same turn twice does nothing twice.
 */
export async function handleTurn(core: Core, turn: Turn): Promise<Reply> {
  const person = await meetPerson(core, { ...turn, leaves: turn.act.kind === 'left' })
  const scene = setScene(core, turn, person)
  return withHelp(scene, await answerOrRefuse(scene, turn.act))
}

async function answerOrRefuse(scene: Scene, act: Act): Promise<Reply> {
  try {
    return (await answerBanned(scene, act)) ?? (await answer(scene, act))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(scene, error)
  }
}

async function answer(scene: Scene, act: Act): Promise<Reply> {
  const newcomer = scene.person.account.welcomedAt === null
  switch (act.kind) {
    case 'command':
      return newcomer && !OPEN_COMMANDS.has(act.name)
        ? resumeWelcome(scene, Object.hasOwn(commands, act.name) ? act.name : '')
        : runCommand(scene, act)
    case 'press':
      return pressed(scene, act, newcomer)
    case 'form':
      return newcomer && !OPEN_FORMS.has(act.form)
        ? resumeWelcome(scene, '')
        : submit(scene, act.form, act.args, act.values)
    case 'text':
      return spoken(scene, act.text, newcomer)
    case 'other':
      return newcomer
        ? resumeWelcome(scene, '')
        : ((await speakInChat(scene)) ?? tell({ text: scene.t('letter.other') }))
    case 'left':
      await hasLeft(scene.core, scene.person)
      return { kind: 'nothing' }
    case 'edited':
      return mendInChat(scene)
    case 'returned':
    case 'deleted':
    case 'reacted':
      return { kind: 'nothing' }
  }
}

async function pressed(
  scene: Scene,
  { action, args }: Extract<Act, { kind: 'press' }>,
  newcomer: boolean,
): Promise<Reply> {
  if (scene.turn.asks === 'messages' && !OF_A_FORM.has(action)) await closeForm(scene)
  if (!newcomer && WELCOME_ONLY.has(action)) return run(commands, 'start', scene, [])
  return newcomer && !OPEN_ACTIONS.has(action) ? resumeWelcome(scene, '') : run(actions, action, scene, args)
}

async function runCommand(scene: Scene, { name, options }: Extract<Act, { kind: 'command' }>): Promise<Reply> {
  await closeForm(scene)
  return run(commands, name, scene, argsOf(name, options))
}

/** What a command was given, as its handler takes it. */
function argsOf(name: string, options: Record<string, string>): string[] {
  if (name === 'letter') return [options.to ?? 'stranger', options.when ?? '']
  if (name === 'link') return [options.code ?? '']
  return ['0']
}

async function run(table: Record<string, Handler>, name: string, scene: Scene, args: string[]): Promise<Reply> {
  const handler = Object.hasOwn(table, name) ? table[name] : undefined
  if (!handler) throw new Refusal(table === commands ? 'refuse.unknown' : 'refuse.stale')
  return handler(scene, args)
}

/** Words in the private chat: the answer to what was asked, or perhaps the beginning of a letter. */
async function spoken(scene: Scene, text: string, newcomer: boolean): Promise<Reply> {
  const pending = await pendingForm(scene)
  const form = pending?.asking ? forms[pending.form]?.build(scene, pending.args) : undefined
  if (!pending || !form) {
    if (newcomer) return resumeWelcome(scene, '')
    const spokenInChat = await speakInChat(scene)
    if (spokenInChat) return spokenInChat
    if (text.length > LETTER_MAX_CHARACTERS) return submit(scene, 'letter', ['stranger', ''], { text })
    return offerLetter(scene, text)
  }
  const filled = await answerField(scene, pending, form, restOf(scene, pending) + text)
  return 'kind' in filled
    ? asSpoken(filled)
    : asSpoken(await submit(scene, pending.form, pending.args, filled.values, pending))
}

/** Telegram sends what is too long for a message as several; the second is no letter of its own. */
function restOf({ core }: Scene, { asking, values, keptAt }: KeptForm): string {
  const before = (asking && values[asking]) || ''
  const atOnce = core.clock.now().getTime() - keptAt.getTime() < PARTS_WITHIN_MS
  return atOnce && before.length >= FULL_MESSAGE_CHARACTERS ? `${before}\n` : ''
}

const PARTS_WITHIN_MS = 3_000
/** Telegram's limit is 4,096; clients cut a little before it. */
const FULL_MESSAGE_CHARACTERS = 4_080

/** A choice or "skip" pressed for the field being asked. */
async function pressedField(scene: Scene, [field = '', value = '']: string[]): Promise<Reply> {
  const pending = await pendingForm(scene)
  const form = pending ? forms[pending.form]?.build(scene, pending.args) : undefined
  if (!pending || !form || pending.asking !== field) return show({ text: scene.t('form.expired'), rows: menu(scene) })
  const filled = await answerField(scene, pending, form, value)
  return 'kind' in filled ? filled : submit(scene, pending.form, pending.args, filled.values, pending)
}

/** What no other words would mend: the question is not asked again. */
const FINAL = /^refuse\.(letter\.(gone|alreadySent)|answer|correspondence|report|appeal\.(once|over)|stale)/

/** A filled form. When it is refused its words are kept, and it can be opened again filled in. */
async function submit(
  scene: Scene,
  name: string,
  args: string[],
  values: Record<string, string>,
  pending?: KeptForm,
): Promise<Reply> {
  const close = () => (pending ? formFilled(scene, pending) : closeForm(scene))
  const form = forms[name]
  if (!form) throw new Refusal('refuse.stale')
  try {
    const reply = await form.take(scene, args, values)
    await close()
    return reply
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const byMessages = scene.turn.asks === 'messages'
    if (byMessages && FINAL.test(error.key)) {
      await close()
      return tell({ text: refusalText(scene, error), rows: menu(scene) })
    }
    const last = form.build(scene, args).fields.at(-1)?.id ?? null
    await keepForm(scene.core, scene.person.identityId, { form: name, args, values, asking: byMessages ? last : null })
    const way = byMessages ? button(scene.t('word.cancel'), 'cancel') : button(scene.t('form.fix'), 'fix', name)
    return tell({ text: refusalText(scene, error), rows: [[way]] })
  }
}

/** Opens a refused form again, with the words that were in it. */
async function reopen(scene: Scene, name: string): Promise<Reply> {
  const pending = await pendingForm(scene)
  const form = pending && pending.form === name ? forms[name]?.build(scene, pending.args) : undefined
  if (!pending || !form) return show({ text: scene.t('form.expired'), rows: menu(scene) })
  const fields = form.fields.map((field) => ({ ...field, value: pending.values[field.id] ?? field.value ?? '' }))
  return ask(scene, { ...form, fields })
}

async function hasLeft(core: Core, person: Person): Promise<void> {
  const stillReached = await noteGone(core, person)
  await hangUp(core, { accountId: person.accountId })
  if (!stillReached) await letGoUnread(core, { readerId: person.accountId })
}

function refuse(scene: Scene, refusal: Refusal): Reply {
  const text = refusalText(scene, refusal)
  // Whatever still shows it, shows it no more.
  if (refusal.key === 'refuse.letter.gone' && scene.turn.pressed !== undefined) return show({ text, rows: menu(scene) })
  return scene.turn.act.kind === 'press' ? { kind: 'note', text } : tell({ text })
}

/** The one place where a refusal becomes words. */
function refusalText({ t }: Scene, { key, params }: Refusal): string {
  const speak = t as (key: string, params: unknown) => string
  return speak(key, params)
}

const asPressed = (reply: Reply): Reply => (reply.kind === 'views' ? { ...reply, replace: true } : reply)
const asSpoken = (reply: Reply): Reply => (reply.kind === 'views' ? { ...reply, replace: false } : reply)
