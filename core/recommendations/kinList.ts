/**
 * The letters that readers of one letter also took to heart, with weights in {@link UNIT}s: whole numbers, so that sums
 * come out the same in whatever order they are made. Letters are meant by the small numbers of `letter_taste`.
 */
export type KinList = { ids: Int32Array; weights: Int32Array; size: number }

/** Fixed point: so many of them are a weight of one. */
export const UNIT = 2 ** 20
/** How many kin a letter keeps: more, the more readers speak for them, since then there is more to tell apart. */
export const KIN_KEPT_MIN = 96
export const KIN_KEPT_MAX = 1_024
const KIN_KEPT_PER_READER = 8
/** A list may grow to so many times what is kept before the weakest go: newcomers have time to prove themselves. */
const SLACK = 2
const BYTES_EACH = 8
const NOBODY = -1

export function emptyKin(): KinList {
  return { ids: new Int32Array(8).fill(NOBODY), weights: new Int32Array(8), size: 0 }
}

export function kinKept(readers: number): number {
  return Math.min(KIN_KEPT_MAX, Math.max(KIN_KEPT_MIN, readers * KIN_KEPT_PER_READER))
}

/** Adds `units` (which may be negative) to what one letter weighs in the list; whoever weighs nothing leaves it. */
export function addKin(list: KinList, id: number, units: number, kept: number): void {
  if (units === 0) return
  const at = list.ids.indexOf(id)
  if (at >= 0) {
    const weight = (list.weights[at] ?? 0) + units
    if (weight > 0) list.weights[at] = weight
    else drop(list, at)
  } else if (units > 0) {
    if (list.size === list.ids.length) grow(list)
    list.ids[list.size] = id
    list.weights[list.size] = units
    list.size++
    if (list.size > kept * SLACK) keepStrongest(list, kept)
  }
}

/** The list in bytes, the strongest first: the beginning of it is enough to serve from. */
export function encodeKin(list: KinList): Buffer {
  const bytes = Buffer.allocUnsafe(list.size * BYTES_EACH)
  strongestFirst(list).forEach((at, place) => {
    bytes.writeInt32LE(list.ids[at] ?? NOBODY, place * BYTES_EACH)
    bytes.writeInt32LE(list.weights[at] ?? 0, place * BYTES_EACH + 4)
  })
  return bytes
}

export function decodeKin(bytes: Uint8Array): KinList {
  const size = bytes.byteLength / BYTES_EACH
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const list = { ids: new Int32Array(Math.max(8, size)).fill(NOBODY), weights: new Int32Array(Math.max(8, size)), size }
  for (let at = 0; at < size; at++) {
    list.ids[at] = view.getInt32(at * BYTES_EACH, true)
    list.weights[at] = view.getInt32(at * BYTES_EACH + 4, true)
  }
  return list
}

function drop(list: KinList, at: number): void {
  const last = list.size - 1
  list.ids[at] = list.ids[last] ?? NOBODY
  list.weights[at] = list.weights[last] ?? 0
  list.ids[last] = NOBODY
  list.weights[last] = 0
  list.size = last
}

function grow(list: KinList): void {
  const room = list.ids.length * 2
  const ids = new Int32Array(room).fill(NOBODY)
  const weights = new Int32Array(room)
  ids.set(list.ids)
  weights.set(list.weights)
  list.ids = ids
  list.weights = weights
}

function keepStrongest(list: KinList, kept: number): void {
  const order = strongestFirst(list).slice(0, kept)
  const ids = order.map((at) => list.ids[at] ?? NOBODY)
  const weights = order.map((at) => list.weights[at] ?? 0)
  list.ids.fill(NOBODY)
  list.weights.fill(0)
  list.ids.set(ids)
  list.weights.set(weights)
  list.size = kept
}

/** Places in the list by weight; among equals the younger letter (the higher number) first. */
function strongestFirst({ ids, weights, size }: KinList): number[] {
  const order = Array.from({ length: size }, (_, at) => at)
  return order.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || (ids[b] ?? 0) - (ids[a] ?? 0))
}
