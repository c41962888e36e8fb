import fc from 'fast-check'
import type { FaultKind } from '../../../sandbox/faults.ts'
import { longShapes, type Shape, shapes } from './words.ts'

export type Who = 0 | 1
/** One thing that happens. `at` chooses among what is there then. */
export type Deed =
  | { kind: 'say'; who: Who; shape: Shape; files: number; answers: number | null }
  | { kind: 'change'; who: Who; at: number; shape: Shape }
  | { kind: 'take back'; who: Who; at: number }
  | { kind: 'react'; who: Who; at: number; emoji: string | null }
  /** The platform of this person stumbles the next time it is asked for something that concerns them. */
  | { kind: 'fault'; who: Who; fault: FaultKind }
  /** What the platforms told lately they tell once more; the connection to Discord breaks; everybody waits a while. */
  | { kind: 'tell again' }
  | { kind: 'cut' }
  | { kind: 'rest' }
  /** Discord forgets the session; the service is stopped and started again. Both go on talking meanwhile. */
  | { kind: 'new session' }
  | { kind: 'restart' }

/** Each of them stands for itself on both platforms. */
export const EMOJI = ['👍', '🎉', '😢'] as const
/** A sound, in place of so many pictures. */
export const SOUND = 4

const who = fc.constantFrom<Who>(0, 1)
const at = fc.nat(1_000)
const files = fc.constantFrom(...[0, 0, 0, 0, 0, 0, 1, 2, 3, SOUND])
const say = fc.record({
  kind: fc.constant('say' as const),
  who,
  shape: shapes,
  files,
  answers: fc.option(at, { freq: 2 }),
})
const sayMuch = say.chain((said) => longShapes.map((shape) => ({ ...said, shape, files: 0 })))
const change = fc.record({ kind: fc.constant('change' as const), who, at, shape: shapes })
const takeBack = fc.record({ kind: fc.constant('take back' as const), who, at })
const react = fc.record({ kind: fc.constant('react' as const), who, at, emoji: fc.constantFrom(...EMOJI, null) })
const fault = fc.record({
  kind: fc.constant('fault' as const),
  who,
  fault: fc.constantFrom<FaultKind>('429', '500', '502html', 'drop', 'delay', 'dropAfterCommit', '500AfterCommit'),
})
const alone = (kind: 'tell again' | 'cut' | 'rest' | 'new session' | 'restart') => fc.constant<Deed>({ kind })

const talk = [
  { arbitrary: say, weight: 12 },
  { arbitrary: sayMuch, weight: 2 },
  { arbitrary: change, weight: 8 },
  { arbitrary: longShapes.chain((shape) => change.map((one) => ({ ...one, shape }))), weight: 1 },
  { arbitrary: takeBack, weight: 3 },
  { arbitrary: react, weight: 8 },
] satisfies fc.WeightedArbitrary<Deed>[]

/** Only what two people do. */
export const calmDeeds = fc.array(fc.oneof<fc.WeightedArbitrary<Deed>[]>(...talk), { minLength: 4, maxLength: 14 })
/** … and what befalls them. */
export const deeds = fc.array(
  fc.oneof<fc.WeightedArbitrary<Deed>[]>(
    ...talk,
    { arbitrary: fault, weight: 5 },
    { arbitrary: alone('tell again'), weight: 1 },
    { arbitrary: alone('cut'), weight: 1 },
    { arbitrary: alone('rest'), weight: 1 },
  ),
  { minLength: 4, maxLength: 16 },
)
/** … the service itself among it. */
export const stormyDeeds = fc
  .tuple(deeds, fc.constantFrom<Deed>({ kind: 'restart' }, { kind: 'new session' }), deeds)
  .map(([before, between, after]) => [...before, between, ...after])
