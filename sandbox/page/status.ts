/** What the service tells about itself, for the control strip. The sandbox itself cannot know. */
export type ServiceStatus = {
  /** Mail on its way out: how many rows, by platform and state. */
  outbox: { platform: string; state: string; count: number }[]
  letters: { state: string; count: number }[]
  /** Jobs in the queues, by state. */
  jobs: { state: string; count: number }[]
  /** What people did that is stored and not handled yet. */
  unhandled: number
  /** When the next letter is due, ms of the service's clock. */
  nextArrival?: number
}
