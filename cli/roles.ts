/** The parts of the service; in one process by default, or apart. */
export const allRoles = ['discord', 'telegram', 'web', 'worker'] as const
export type Role = (typeof allRoles)[number]

/** The roles in a list with commas, each once; undefined when one of them is none. Pure. */
export function readRoles(list: string): Role[] | undefined {
  const names = list.split(/[\s,]+/).filter(Boolean)
  const roles = allRoles.filter((role) => names.includes(role))
  return roles.length > 0 && names.every((name) => allRoles.some((role) => role === name)) ? roles : undefined
}
