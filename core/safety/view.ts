/**
 * A rewritten copy of a text that still knows where each of its characters came from.
 * `starts[i]` and `ends[i]` are the UTF-16 offsets in the original of what became `text[i]`; they may go on behind its end.
 */
export interface View {
  readonly text: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Indices before which a separator was taken away: a word may begin or end there. */
  readonly seams: ReadonlySet<number>
}

/** A text in which every character is still where it was. */
export function viewOf(text: string): View {
  for (let at = starts.length; at < text.length; at++) ends.push(starts.push(at))
  return { text, starts, ends, seams: NO_SEAMS }
}

/** Shared by all such texts, and as long as the longest of them. */
const starts: number[] = []
const ends: number[] = []
const NO_SEAMS: ReadonlySet<number> = new Set()

/** Collects the characters of a view one by one. */
export class ViewWriter {
  private text = ''
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private readonly seams = new Set<number>()
  private lastUnit = ''
  private unitBefore = ''

  /** Adds `piece`, every UTF-16 unit of which stands for the original from `start` to `end`. */
  add(piece: string, start: number, end: number): void {
    this.text += piece
    if (piece !== '') {
      this.unitBefore = piece.length > 1 ? piece.charAt(piece.length - 2) : this.lastUnit
      this.lastUnit = piece.charAt(piece.length - 1)
    }
    for (let unit = 0; unit < piece.length; unit++) {
      this.starts.push(start)
      this.ends.push(end)
    }
  }

  /** Marks that a separator was left out before the next character. */
  seam(): void {
    this.seams.add(this.text.length)
  }

  /** The character before the next one; empty at the beginning. */
  last(): string {
    return this.lastUnit
  }

  /** Whether the last two characters are both `unit`. */
  endsInTwo(unit: string): boolean {
    return this.lastUnit === unit && this.unitBefore === unit
  }

  done(): View {
    return { text: this.text, starts: this.starts, ends: this.ends, seams: this.seams }
  }
}
