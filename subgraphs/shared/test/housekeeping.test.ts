import { expect, it } from 'vitest'
import { withSchema } from '../src/database.ts'
import { tidy } from '../src/housekeeping.ts'
import { useTestDatabase } from '../src/testing/test-database.ts'

const database = useTestDatabase('customers')
const { admin } = database

it('forgets what was handled after 14 days, and dead letters 30 days after they were redriven', async () => {
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const tenantId = database.acme.id
  for (const [name, days] of [
    ['old', -14.1],
    ['new', -13.9],
  ] as const) {
    await admin`insert into customers.inbox (tenant_id, consumer, event_id, handled_at) values (${tenantId}, ${`tidy ${name}`}, gen_random_uuid(), ${at(days)})`
    await admin`insert into customers.dead_letters (tenant_id, consumer, event_id, topic, seq, event, error_kind, error, attempts, failed_at, redriven_at)
      values (${tenantId}, ${`tidy ${name}`}, gen_random_uuid(), 't', 1, '{}', 'e', '{}', 5, ${at(-100)}, ${at(days - 16)}), (${tenantId}, ${`tidy open ${name}`}, gen_random_uuid(), 't', 1, '{}', 'e', '{}', 5, ${at(-100)}, null)`
  }
  await withSchema({ db: database.worker, schema: 'customers', signal: AbortSignal.timeout(5_000) }, (tx) => tidy(tx, new Date()))
  expect((await admin`select consumer from customers.inbox where consumer like 'tidy %'`).map((row) => row['consumer'])).toEqual([
    'tidy new',
  ])
  const letters = await admin`select consumer from customers.dead_letters where consumer like 'tidy %' order by 1`
  expect(letters.map((row) => row['consumer'])).toEqual(['tidy new', 'tidy open new', 'tidy open old'])
})
