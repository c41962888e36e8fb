import { readable } from '../openLetters/sql.ts'

export const NOTE_SIGNALS = {
  name: 'signals_note',
  text: `insert into signal (reader_id, open_letter_id, kind, at)
    select $1::uuid, $2::uuid, kind::"SignalKind", $4::timestamptz from unnest($3::text[]) kind
    on conflict (reader_id, open_letter_id, kind) do update set at = excluded.at where signal.kind = 'shown'`,
}

export const DROP_SIGNAL = `delete from signal where reader_id = $1::uuid and open_letter_id = $2::uuid and kind = $3::text::"SignalKind"`

/** Fresh letters, those never shown before first; with `like`, those of its mood and topic before others. */
export const CHOOSE_FRESH = {
  name: 'open_letters_fresh',
  text: `select o.id from open_letter o join account me on me.id = $1::uuid left join open_letter l on l.id = $3::uuid
    where o.language = any(me.reads) and o.author_id <> $1::uuid and ${readable('$1::uuid', '$4::timestamptz')}
      and not exists (select 1 from signal s where s.reader_id = $1::uuid and s.open_letter_id = o.id
        and (s.kind = 'not_for_me' or (s.kind = 'shown' and s.at >= $5::timestamptz)))
      and not exists (select 1 from delivery d where d.letter_id = o.letter_id and d.reader_id = $1::uuid)
    order by exists (select 1 from signal s where s.reader_id = $1::uuid and s.open_letter_id = o.id and s.kind = 'shown'),
      coalesce((o.mood = l.mood)::int, 0) + coalesce((o.topic = l.topic)::int, 0) desc, o.opened_at desc, o.id
    limit $2`,
}
