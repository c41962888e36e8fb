import { type FollowedLetter, listFollowedLetters } from '../../core/follows/followedLetters.ts'
import { listFollowers, listFollows, readFollow, showToFollowed } from '../../core/follows/listFollows.ts'
import { changeFollowNotices, unfollow } from '../../core/follows/unfollow.ts'
import { shortId } from '../../core/ids.ts'
import { formatNumber } from '../../core/texts/format.ts'
import { pageOf, turnPage } from './pages.ts'
import { button, danger, type Handler, type Scene, show, tell } from './scene.ts'
import { withAccount } from './settings.ts'
import { encodeAction } from './turn.ts'
import type { Row, View } from './view.ts'

/** `/following` */
export const showFollowing: Handler = async (scene, [page = '0']) => tell(await followingView(scene, pageOf(page)))

const notices = ['each', 'daily', 'never'] as const

export const followingActions: Record<string, Handler> = {
  following: showFollowing,
  'f-list': async (scene, [page = '0']) => show(await followingView(scene, pageOf(page))),
  'f-one': async (scene, [key = '']) => show(await followView(scene, key)),
  'f-tell': async (scene, [key = '', how]) => {
    const notify = notices.find((one) => one === how) ?? 'daily'
    await changeFollowNotices(scene.core, { followerId: scene.person.accountId, key, notify })
    return show(await followView(scene, key))
  },
  'f-stop': async (scene, [key = '']) => {
    const { penName } = await unfollow(scene.core, { followerId: scene.person.accountId, key })
    const rows = [[button(scene.t('word.back'), 'f-list', '0')]]
    return show({ text: scene.t('following.stopped', { penName }), rows })
  },
  'f-show': async (scene, [shown]) => {
    const showFollowing = shown === 'yes'
    await showToFollowed(scene.core, { accountId: scene.person.accountId, shown: showFollowing })
    return show(await followingView(withAccount(scene, { showFollowing }), 0))
  },
  'f-letters': async (scene, [page = '0']) => show(await lettersView(scene, pageOf(page))),
}

async function followingView(scene: Scene, page: number): Promise<View> {
  const { t, core, person, language, moment } = scene
  const [{ follows, count, more }, followers] = await Promise.all([
    listFollows(core, { followerId: person.accountId, page }),
    listFollowers(core, { accountId: person.accountId }),
  ])
  const options = follows.map(({ key, penName, since }) => ({ value: key, label: penName, hint: moment(since) }))
  const { showFollowing } = person.account
  const inWords = (number: number) => ({ count: formatNumber(number, language), one: number === 1 })
  const text = [
    t('following.text', {
      following: count ? t('following.count', inWords(count)) : t('following.none'),
      followers: followers.count ? t('following.followers', inWords(followers.count)) : t('following.followers.none'),
    }),
    followers.penNames.length ? t('following.followers.names', { names: followers.penNames.join(', ') }) : '',
    t('following.hint'),
  ]
  const rows: Row[] = [
    ...(options.length ? [{ placeholder: t('following.pick'), act: encodeAction('f-one'), options }] : []),
    turnPage(scene, 'f-list', { page, more }),
    ...(count ? [[button(t('following.letters'), 'f-letters', '0')]] : []),
    [button(t(showFollowing ? 'following.hide' : 'following.show'), 'f-show', showFollowing ? 'no' : 'yes')],
  ]
  return { title: t('following.title'), text: text.filter(Boolean).join('\n\n'), rows }
}

async function followView(scene: Scene, key: string): Promise<View> {
  const { t, core, person, moment } = scene
  const { penName, notify, since } = await readFollow(core, { followerId: person.accountId, key })
  const ways = notices
    .filter((one) => one !== notify)
    .map((one) => button(t(`following.notify.${one}`), 'f-tell', key, one))
  return {
    title: penName,
    text: t('following.one', { when: moment(since), notify: t(`following.notify.is.${notify}`) }),
    rows: [ways, [danger(t('following.unfollow'), 'f-stop', key), button(t('word.back'), 'f-list', '0')]],
  }
}

async function lettersView(scene: Scene, page: number): Promise<View> {
  const { t, core, person, moment } = scene
  const { letters, more } = await listFollowedLetters(core, { readerId: person.accountId, page })
  const title = t('following.letters.title')
  const back = button(t('word.back'), 'f-list', '0')
  if (letters.length === 0) return { title, text: t('following.letters.empty'), rows: [[back]] }
  const options = letters.map((letter) => ({
    value: shortId(letter.id),
    label: letterLabel(scene, letter),
    hint: moment(letter.openedAt),
  }))
  return {
    title,
    text: '',
    shows: letters.filter(({ heavy }) => !heavy).map(({ id }) => ({ openLetterId: id })),
    rows: [
      { placeholder: t('following.letters.pick'), act: encodeAction('d-read'), options },
      [...turnPage(scene, 'f-letters', { page, more }), back],
    ],
  }
}

function letterLabel({ t }: Scene, { penName, excerpt, heavy, seen }: FollowedLetter): string {
  const words = t('following.letters.one', { penName, excerpt: heavy ? t('following.letters.heavy') : excerpt })
  return `${seen ? '📖' : '💌'} ${words}`
}
