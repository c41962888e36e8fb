import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, LETTER, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** The names and kinds in a value, not the values: one element stands for all of a list. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape)
  if (value === null) return 'null'
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? 'time' : 'string'
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shape(one)]))
}

describe('--json keeps its shape', { timeout: 180_000 }, () => {
  it('of the queue and a case', async () => {
    expect(shape(await house.json('reports', 'list'))).toMatchInlineSnapshot(`
      [
        {
          "about": "string",
          "claimedBy": "null",
          "closedAt": "null",
          "createdAt": "time",
          "decision": "null",
          "dueAt": "time",
          "forOwner": "boolean",
          "kind": "string",
          "number": "number",
          "thing": "string",
        },
      ]
    `)
    const file = await house.json('reports', 'show', '1')
    expect(file.text).toBe(LETTER)
    expect(file.reporters).toMatchObject([{ words: 'It sells cats.' }])
    expect(shape({ ...file, steps: { spam: file.steps.spam } })).toMatchInlineSnapshot(`
      {
        "about": "string",
        "alike": "number",
        "closedAt": "null",
        "createdAt": "time",
        "decision": "null",
        "dueAt": "time",
        "findings": [],
        "forOwner": "boolean",
        "foundFineBefore": "number",
        "kind": "string",
        "number": "number",
        "quiet": "boolean",
        "reporters": [
          {
            "at": "time",
            "category": "string",
            "dismissed": "number",
            "penName": "string",
            "since": "time",
            "upheld": "number",
            "weight": "number",
            "words": "string",
          },
        ],
        "sanction": "null",
        "steps": {
          "spam": {
            "kind": "string",
          },
        },
        "text": "string",
        "thing": "string",
        "words": "null",
        "writer": {
          "penName": "string",
          "sanctions": [],
          "since": "time",
        },
      }
    `)
    expect(JSON.stringify(file)).not.toMatch(new RegExp(`${house.ana.id}|${house.ben.id}`))
  })

  it('of people, letters and their way', async () => {
    const people = await house.json('accounts', 'list')
    expect(shape(people)).toMatchInlineSnapshot(`
      [
        {
          "language": "string",
          "lettersSent": "number",
          "penName": "string",
          "since": "time",
          "willing": "boolean",
        },
      ]
    `)
    expect(shape(await house.json('accounts', 'show', people[0].penName))).toMatchInlineSnapshot(`
      {
        "language": "string",
        "lastSeenAt": "time",
        "lettersReceived": "number",
        "lettersSent": "number",
        "on": [
          "string",
        ],
        "penName": "string",
        "reported": "number",
        "reportedUpheld": "number",
        "reports": {
          "dismissed": "number",
          "upheld": "number",
          "weight": "number",
        },
        "since": "time",
        "standing": "null",
        "welcomed": "boolean",
        "willing": "boolean",
      }
    `)
    expect(shape(await house.json('letters', 'list'))).toMatchInlineSnapshot(`
      [
        {
          "changedAt": "time",
          "hops": "number",
          "id": "string",
          "kind": "string",
          "language": "string",
          "postedAt": "time",
          "state": "string",
        },
      ]
    `)
    // What the queue has done may still be noted down while the reader reads already.
    let trace: Awaited<ReturnType<typeof house.json>>
    const open = async () => {
      trace = await house.json('trace', house.letterId)
      return [...trace.jobs, ...trace.outbox.filter((one: { settledAt: string | null }) => !one.settledAt)]
    }
    // The reader read, and what was done for that may not be noted down yet.
    await expect.poll(open).toEqual([])
    expect(shape(trace)).toMatchInlineSnapshot(`
      {
        "arrivesAt": "time",
        "cases": [
          {
            "decision": "null",
            "kind": "string",
            "number": "number",
          },
        ],
        "changedAt": "time",
        "hops": "number",
        "id": "string",
        "jobs": [],
        "kind": "string",
        "language": "string",
        "outbox": [
          {
            "attempts": "number",
            "dueAt": "time",
            "parcel": "string",
            "platform": "string",
            "reason": "null",
            "row": "number",
            "settledAt": "time",
            "state": "string",
          },
        ],
        "postedAt": "time",
        "readers": [
          {
            "arrivedAt": "time",
            "closedAt": "time",
            "openedAt": "time",
            "penName": "string",
            "state": "string",
          },
        ],
        "seekAt": "null",
        "state": "string",
      }
    `)
    expect(JSON.stringify(trace)).not.toContain('heating')
  })

  it('of the queues, the statistics and the check before sending', async () => {
    expect(shape(await house.json('jobs'))).toMatchInlineSnapshot(`
      [
        {
          "active": "number",
          "completed": "number",
          "delayed": "number",
          "doneAMinute": "number",
          "failed": "number",
          "failedAMinute": "number",
          "paused": "boolean",
          "prioritized": "number",
          "queue": "string",
          "waiting": "number",
          "workers": "number",
        },
      ]
    `)
    expect(shape(await house.json('stats', '--days', '2'))).toMatchInlineSnapshot(`
      {
        "days": [
          {
            "active": "number",
            "answeredShare": "null",
            "answers": "number",
            "day": "string",
            "letters": "number",
            "newcomers": "number",
            "reportShare": "null",
            "toReaderP50": "null",
            "toReaderP90": "null",
          },
        ],
        "now": {
          "cases": "number",
          "held": "number",
          "outboxTrouble": "number",
          "outboxWaiting": "number",
          "people": "number",
          "seeking": "number",
          "travelling": "number",
          "willing": "number",
        },
      }
    `)
    expect(shape(await house.json('safety', 'test', 'call 010-1234-5678'))).toMatchInlineSnapshot(`
      [
        {
          "action": "string",
          "end": "number",
          "kind": "string",
          "matched": "string",
          "rule": "string",
          "start": "number",
        },
      ]
    `)
    expect(shape(await house.json('audit'))).toMatchInlineSnapshot(`
      [
        {
          "act": "string",
          "at": "time",
          "hash": "string",
          "operator": "string",
          "seq": "number",
          "subject": "string",
          "why": "string",
        },
      ]
    `)
    expect(shape(await house.json('audit', 'verify'))).toMatchInlineSnapshot(`
      {
        "brokenAt": "null",
        "entries": "number",
        "head": "string",
        "missing": "boolean",
        "whole": "boolean",
      }
    `)
  })
})
