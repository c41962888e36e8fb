import type { Core } from '../core.ts'
import type { AccountId } from '../ids.ts'
import type { Notify } from '../store/generated/enums.ts'
import { findFollow } from './listFollows.ts'

/** Follows this pen-name no more; the other side only sees the number change. Twice does nothing twice. */
export async function unfollow(
  core: Core,
  { followerId, key }: { followerId: AccountId; key: string },
): Promise<{ penName: string }> {
  const found = await findFollow(core, followerId, key)
  await core.db.prisma.follow.deleteMany({ where: whichOf(found) })
  return { penName: found.penName }
}

/** How to hear of what this pen-name leaves open: at once, once a day, or not. */
export async function changeFollowNotices(
  core: Core,
  { followerId, key, notify }: { followerId: AccountId; key: string; notify: Notify },
): Promise<void> {
  const found = await findFollow(core, followerId, key)
  await core.db.prisma.follow.updateMany({ where: whichOf(found), data: { notify } })
}

const whichOf = ({ followerId, followedId, penName }: Awaited<ReturnType<typeof findFollow>>) => ({
  followerId,
  followedId,
  penName,
})
