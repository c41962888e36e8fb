import { type Html, html } from '../html.ts'

const WIDTH = 640
const HEIGHT = 120
const GAP = 2

/** One bar a day as a picture that needs no script; what is null has no bar. Read aloud as its title. Pure. */
export function barChart({
  title,
  words,
  bars,
}: {
  title: string
  /** What the last day and the highest value are called. */
  words: { today: string; most: string }
  bars: { day: string; value: number | null }[]
}): Html {
  const highest = Math.max(0, ...bars.map(({ value }) => value ?? 0))
  const wide = WIDTH / Math.max(1, bars.length)
  const shapes = bars.map(({ day, value }, at) => {
    const high = highest === 0 || value === null ? 0 : (value / highest) * HEIGHT
    return html`<rect x="${round(at * wide)}" y="${round(HEIGHT - high)}" width="${round(Math.max(1, wide - GAP))}" height="${round(high)}"><title>${day}: ${value ?? '–'}</title></rect>`
  })
  return html`<figure>
<figcaption><b>${title}</b> <small>${words.today} ${bars.at(-1)?.value ?? '–'} · ${words.most} ${highest}</small></figcaption>
<svg role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${HEIGHT + 1}" preserveAspectRatio="none"><line x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"></line>${shapes}</svg>
<p class="ends"><small>${bars[0]?.day ?? ''}</small><small>${bars.at(-1)?.day ?? ''}</small></p>
</figure>`
}

const round = (value: number) => Math.round(value * 10) / 10
