/** Gives every component its number. docs: components/reference#anatomy-of-a-component */
import type { Json } from '../model.ts'
import { isObject } from './problems.ts'

/** The same components with an `id` each: the given one, else the next free number in reading order; 0 counts as none. */
export function numberComponents(components: readonly Json[]): Json[] {
  const taken = new Set<number>()
  for (const component of components) collect(component, taken)
  let next = 1
  const fresh = () => {
    while (taken.has(next)) next += 1
    taken.add(next)
    return next
  }
  return components.map((component) => number(component, fresh))
}

function collect(component: Json, taken: Set<number>): void {
  if (typeof component.id === 'number' && component.id !== 0) taken.add(component.id)
  for (const child of childrenOf(component)) collect(child, taken)
}

function number(component: Json, fresh: () => number): Json {
  const id = typeof component.id === 'number' && component.id !== 0 ? component.id : fresh()
  const numbered: Json = { ...component, id }
  for (const name of ['accessory', 'component']) {
    if (isObject(component[name])) numbered[name] = number(component[name], fresh)
  }
  if (Array.isArray(component.components)) {
    numbered.components = component.components.filter(isObject).map((child) => number(child, fresh))
  }
  return numbered
}

/** The components directly inside this one. */
export function childrenOf(component: Json): Json[] {
  const nested = Array.isArray(component.components) ? component.components : []
  return [...nested, component.accessory, component.component].filter(isObject)
}

/** The component and all that is in it, in reading order. */
export function flatten(components: readonly Json[]): Json[] {
  return components.flatMap((component) => [component, ...flatten(childrenOf(component))])
}
