import type { Core } from '../core.ts'
import { type AccountId, longId, shortId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import type { Notify } from '../store/generated/enums.ts'

/** So many are listed at a time. */
export const FOLLOWS_PAGE = 20

/** Somebody one follows, as one knows them. `key` names this follow to its follower and says nothing to anybody else. */
export type FollowEntry = { key: string; penName: string; notify: Notify; since: Date }

/** Whom this person follows, newest first, and how many. Where one has blocked the other since, it is not among them. */
export async function listFollows(
  core: Core,
  { followerId, page }: { followerId: AccountId; page: number },
): Promise<{ follows: FollowEntry[]; count: number; more: boolean }> {
  const { rows } = await core.db.pg.query(FOLLOWS, [followerId, FOLLOWS_PAGE, page * FOLLOWS_PAGE])
  const count = Number(rows[0]?.count ?? 0)
  const follows = rows.map((row) => ({
    key: keyOf(core, { followerId, followedId: row.followed_id, penName: row.pen_name }),
    penName: row.pen_name,
    notify: row.notify,
    since: row.created_at,
  }))
  return { follows, count, more: count > (page + 1) * FOLLOWS_PAGE }
}

/** One of them. Refused when it is not there any more. */
export async function readFollow(
  core: Core,
  { followerId, key }: { followerId: AccountId; key: string },
): Promise<FollowEntry> {
  const { penName, notify, createdAt } = await findFollow(core, followerId, key)
  return { key, penName, notify, since: createdAt }
}

/** Who follows this person by the name they sign with now: how many, and those who let it be seen, newest first. */
export async function listFollowers(
  core: Core,
  { accountId }: { accountId: AccountId },
): Promise<{ count: number; penNames: string[] }> {
  const { rows } = await core.db.pg.query(FOLLOWERS, [accountId])
  return { count: Number(rows[0].count), penNames: rows[0].pen_names ?? [] }
}

/** Whether those whom this person follows may see their pen-name. */
export async function showToFollowed(
  core: Core,
  { accountId, shown }: { accountId: AccountId; shown: boolean },
): Promise<void> {
  await core.db.prisma.account.update({ where: { id: accountId }, data: { showFollowing: shown } })
}

type Which = { followerId: string; followedId: string; penName: string }

const KEY_HEX = 32

/** Short enough for a button, the same in every list, and no account's id: a button never carries another person. */
function keyOf(core: Core, { followerId, followedId, penName }: Which): string {
  const hash = Buffer.from(core.vault.lookup('follow', `${followerId}:${followedId}:${penName}`)).toString('hex')
  return shortId(hash.slice(0, KEY_HEX))
}

/** @throws Refusal when this person does not follow it (any more). */
export async function findFollow(core: Core, followerId: AccountId, key: string) {
  const follows = longId(key) ? await core.db.prisma.follow.findMany({ where: { followerId } }) : []
  const found = follows.find((one) => keyOf(core, one) === key)
  if (!found) throw new Refusal('refuse.follow.gone')
  return found
}

const FOLLOWERS_LISTED = 25
const apart = (one: string, other: string) => `exists (select 1 from block b
  where (b.blocker_id = ${one} and b.blocked_id = ${other}) or (b.blocker_id = ${other} and b.blocked_id = ${one}))`

const FOLLOWS = `select f.followed_id, f.pen_name, f.notify::text, f.created_at, count(*) over () as count from follow f
  where f.follower_id = $1::uuid and not ${apart('f.follower_id', 'f.followed_id')}
  order by f.created_at desc, f.pen_name limit $2 offset $3`

const FOLLOWERS = `select count(*) as count,
    (array_agg(a.pen_name order by f.created_at desc) filter (where a.show_following and a.pen_name is not null))[1:${FOLLOWERS_LISTED}] as pen_names
  from follow f join account me on me.id = f.followed_id join account a on a.id = f.follower_id
  where f.followed_id = $1::uuid and f.pen_name = me.pen_name and not ${apart('f.follower_id', 'f.followed_id')}`
