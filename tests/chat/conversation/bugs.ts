import pg from 'pg'

/** What could be wrong with a conversation: a statement that does not do all it should. */
export const bugs = {
  'a change is dropped': [
    'chat_edit',
    (sql: string) => sql.replace(`$3, $3 from taken`, `$3, $3 from taken where id % 2 = 0`),
  ],
  'what was said first stays': [
    'chat_edit',
    (sql: string) => sql.replace('set edited = $2', 'set edited = coalesce(m.edited, $2)'),
  ],
  'what was taken back stays': [
    'chat_delete',
    (sql: string) => sql.replace(`$2, $2 from taken`, `$2, $2 from taken where id % 2 = 0`),
  ],
  'answers lead nowhere': [
    'chat_relay',
    (sql: string) => sql.replace('w.lookup = taken.reply', 'w.lookup = taken.reply and w.part > 0'),
  ],
  'a reaction goes astray': [
    '',
    (sql: string) => sql.replace('m.identity_id as sender_self', 'o.identity_id as sender_self'),
  ],
} as const satisfies Record<string, readonly [string, (sql: string) => string]>
export type Bug = keyof typeof bugs

type Query = { text: string; name?: string }

/** Every connection there is makes this mistake until it is taken away again. */
export function plant(bug: Bug): () => void {
  const [name, wrong] = bugs[bug]
  const { prototype } = pg.Client
  const right = prototype.query
  const mistaken = (config: unknown): unknown => {
    const text = typeof config === 'string' ? config : (config as Query).text
    const is = typeof config === 'string' ? '' : ((config as Query).name ?? '')
    if (typeof text !== 'string' || (name !== '' && is !== name)) return config
    const rewritten = wrong(text)
    if (rewritten === text) return config
    // A statement is prepared once under its name.
    return typeof config === 'string'
      ? rewritten
      : { ...(config as Query), text: rewritten, name: is && `${is} ${bug}` }
  }
  prototype.query = function (this: pg.Client, config: unknown, ...rest: unknown[]) {
    return Reflect.apply(right, this, [mistaken(config), ...rest])
  } as typeof right
  return () => {
    prototype.query = right
  }
}
