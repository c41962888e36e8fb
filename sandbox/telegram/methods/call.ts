import type { Params } from '../params.ts'
import type { World } from '../world.ts'

/** One call of one method. `gone` is aborted when the caller hangs up. */
export type Call = { world: World; params: Params; gone: AbortSignal }

/** Answers the `result` of the response; throws an `ApiError` for anything the platform would refuse. */
export type Method = (call: Call) => unknown
