/** Cuts at a whole character; an ellipsis says that something was cut. */
export function clip(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text
  return `${text.slice(0, maxUnits - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
