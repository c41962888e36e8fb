import type { Core } from '../../core/core.ts'
import type { Address } from '../../core/delivery/channel.ts'
import { shortId } from '../../core/ids.ts'
import type { ModerationFacts } from '../../core/moderation/noticeFacts.ts'
import { helplineWords } from '../../core/safety/helplineWords.ts'
import { formatMoment } from '../../core/texts/format.ts'
import { say } from '../../core/texts/texts.ts'
import { button } from './scene.ts'
import type { View } from './view.ts'

/** What moderators decided, or announce, as a person reads it. */
export function moderationNotice(core: Core, facts: ModerationFacts, { language, zone }: Address): View {
  switch (facts.kind) {
    case 'sanctioned':
      return sanctionNotice(core, facts, { language, zone })
    case 'report-decided': {
      const { thing, outcome } = facts
      if (outcome !== 'dismissed')
        return { text: say(language, outcome === 'care' ? 'report.cared' : 'report.upheld', { thing }) }
      const apart = button(say(language, 'report.apart'), 'apart', shortId(facts.reportId))
      return { text: say(language, 'report.dismissed', { thing }), rows: [[apart]] }
    }
    case 'sanction-lifted':
      return { text: say(language, 'sanction.lifted') }
    case 'appeal-decided':
      return { text: say(language, facts.granted ? 'appeal.granted' : 'appeal.denied') }
    case 'care': {
      const text = say(language, 'care.text', facts)
      return { title: say(language, 'care.title'), text: `${text}\n\n${helplineWords(language, zone)}` }
    }
    case 'letter-freed':
      return { text: say(language, 'freed.text', { excerpt: facts.excerpt }) }
    case 'announcement':
      return { title: say(language, 'announcement.title'), text: facts[language] ?? facts.ko ?? facts.en ?? '' }
  }
}

function sanctionNotice(
  core: Core,
  facts: Extract<ModerationFacts, { kind: 'sanctioned' }>,
  { language, zone }: Pick<Address, 'language' | 'zone'>,
): View {
  const { endsAt, sanction, thing } = facts
  const until = endsAt ? formatMoment(endsAt, { now: core.clock.now(), zone, language }) : ''
  const follows =
    sanction === 'pause' ? say(language, 'sanctioned.pause', { until }) : say(language, `sanctioned.${sanction}`)
  const why = say(language, 'sanctioned.text', { thing, rule: say(language, `rule.${facts.rule}`) })
  const next = `${follows}\n\n${say(language, 'sanctioned.appeal')}`
  return {
    title: say(language, 'sanctioned.title', { thing }),
    ...(facts.quote
      ? {
          text: `${why}\n\n${say(language, 'sanctioned.quote')}`,
          letter: { text: facts.quote, signature: '' },
          after: next,
        }
      : { text: `${why}\n\n${next}` }),
    rows: [[button(say(language, 'sanctioned.appeal.button'), 'appeal', shortId(facts.sanctionId))]],
  }
}
