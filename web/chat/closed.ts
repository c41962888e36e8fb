/** Why a connection was closed, for the page: 4000–4999 are ours to give (RFC 6455 §7.4.2). */
export const CLOSED = {
  out: 4001,
  elsewhere: 4002,
  resting: 4003,
  banned: 4004,
  badly: 1008,
  broken: 1011,
  goingAway: 1001,
}
