/** What an operator does on the job board, as the audit log says it: in the words of `wiro jobs`, where that has it. */
export type BoardAct = { act: string; subject: string }

/** Reads a request of the board's page (`PUT /api/queues/letters/42/retry`): see the routes of @bull-board/api. Pure. */
export function readBoardAct(method: string, path: string): BoardAct {
  const parts = path.split('/').filter(Boolean).map(decoded)
  const [api, queues, queue, second, third, fourth] = parts
  const other = { act: 'jobs.other', subject: `${method} ${path}`.slice(0, 200) }
  if (api !== 'api' || queues !== 'queues' || !queue || parts.length > 6) return other
  if (!second) return queue in ON_QUEUE ? { act: `jobs.${ON_QUEUE[queue]}`, subject: 'all queues' } : other
  if (second === 'job-schedulers' && third)
    return { act: `jobs.schedule-${fourth ?? 'change'}`, subject: `schedule ${queue} ${third}` }
  if (second in ON_MANY && third)
    return { act: `jobs.${ON_MANY[second]}`, subject: `all ${third} jobs of queue ${queue}` }
  if (second === 'promote' && !third) return { act: 'jobs.promote', subject: `all delayed jobs of queue ${queue}` }
  const onQueue = ON_QUEUE[third ? `${second}/${third}` : second]
  if (onQueue) return { act: `jobs.${onQueue}`, subject: `queue ${queue}` }
  const onJob = third && !fourth ? ON_JOB[third] : undefined
  return onJob ? { act: `jobs.${onJob}`, subject: `job ${queue} ${second}` } : other
}

const ON_QUEUE: Record<string, string> = {
  pause: 'pause',
  resume: 'resume',
  empty: 'drain',
  obliterate: 'obliterate',
  add: 'add',
  concurrency: 'concurrency',
  'rate-limit': 'rate-limit',
  'rate-limit/release': 'rate-limit-release',
}
const ON_MANY: Record<string, string> = { retry: 'retry', clean: 'remove' }
const ON_JOB: Record<string, string> = {
  retry: 'retry',
  clean: 'remove',
  promote: 'promote',
  delay: 'delay',
  priority: 'priority',
  'update-data': 'change-data',
  'remove-unprocessed-children': 'remove-children',
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).slice(0, 60)
  } catch {
    return part.slice(0, 60)
  }
}
