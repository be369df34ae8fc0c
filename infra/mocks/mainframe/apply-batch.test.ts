import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ackResult, applyBatch, type ApplyRules, type StoredProfile } from './apply-batch.ts'
import type { BatchDetail } from './batch-file.ts'
import type { RecordValues } from './record.ts'
import { customerKey, detailRecord, profile } from './test-batch.ts'

const nothing: ApplyRules = {
  findStored: () => null,
  poison: { customers: [], nameText: null },
  isVersionBlind: false,
  recordToStore: (record) => record,
}
const ada = customerKey(1)

function detail(version: number, values: RecordValues = {}): BatchDetail {
  return { customer: ada, version, record: detailRecord(profile(1, version, values)) }
}

function having(stored: StoredProfile): ApplyRules {
  return { ...nothing, findStored: () => stored }
}

test('a first version is stored under the SHA-256 of its 500 bytes', () => {
  const one = detail(7)
  const hash = createHash('sha256').update(one.record).digest('hex')
  expect(applyBatch([one], nothing)).toEqual([{ kind: 'stored', customer: ada, version: 7, hash, record: one.record }])
})

test('of version 3 on file and another in the batch the newer one stays', () => {
  const stored = { version: 3, hash: 'h3' }
  const [newer, equal, older] = [4, 3, 2].map((version) => applyBatch([detail(version)], having(stored)).map(ackResult))
  expect(newer).toMatchObject([{ resultCode: 0, storedVersion: 4 }])
  expect(equal).toMatchObject([{ resultCode: 0, storedVersion: 3, storedHash: 'h3' }])
  expect(older).toEqual(equal)
})

test('what is not newer is answered with what is on file, even if it breaks a rule', () => {
  const [verdict] = applyBatch([detail(3, { 'CUST-NAME': '' })], having({ version: 3, hash: 'h3' }))
  expect(verdict?.kind).toBe('kept')
})

test('two details of one customer follow each other', () => {
  const verdicts = applyBatch([detail(2), detail(1), detail(3)], nothing)
  expect(verdicts.map(({ kind }) => kind)).toEqual(['stored', 'kept', 'stored'])
  expect(verdicts.map((verdict) => ackResult(verdict).storedVersion)).toEqual([2, 2, 3])
})

describe('a record is rejected with its field', () => {
  const cases: readonly (readonly [string, RecordValues, string, string])[] = [
    ['for a blank key', { 'CUSTOMER-KEY': '' }, 'CUSTOMER-KEY', 'MUST NOT BE BLANK'],
    ['for a status nobody knows', { 'CUST-STATUS': 'X' }, 'CUST-STATUS', 'MUST BE A OR E'],
    ['for a blank name on an active customer', { 'CUST-NAME': '' }, 'CUST-NAME', 'MUST NOT BE BLANK ON AN ACTIVE CUSTOMER'],
    ['for a name on an erased customer', { 'CUST-STATUS': 'E' }, 'CUST-NAME', 'MUST BE BLANK ON AN ERASED CUSTOMER'],
    ['for an e-mail on an erased customer', { 'CUST-STATUS': 'E', 'CUST-NAME': '' }, 'CUST-EMAIL', 'MUST BE BLANK ON AN ERASED CUSTOMER'],
    ['for a country nobody knows', { 'ADDR-CITY': 'London', 'ADDR-COUNTRY': 'UK' }, 'ADDR-COUNTRY', 'MUST BE A COUNTRY OF ISO 3166-1'],
    ['for an address without country', { 'ADDR-CITY': 'London' }, 'ADDR-COUNTRY', 'MUST BE A COUNTRY OF ISO 3166-1'],
    ['for a day that never was', { 'SINCE-DATE': 20_250_229 }, 'SINCE-DATE', 'IS NO DATE'],
    ['for version 0', { 'PROFILE-VER': 0 }, 'PROFILE-VER', 'MUST BE 1 OR MORE'],
  ]

  test.each(cases)('%s', (_, values, field, reason) => {
    const [verdict] = applyBatch([detail(1, values)], nothing)
    expect(verdict?.kind === 'rejected' && verdict.rejection).toEqual({ field, reason })
  })

  test('for a credit limit that is not packed', () => {
    const one = detail(1)
    one.record.fill(0x40, 452, 458)
    const [verdict] = applyBatch([one], nothing)
    expect(verdict?.kind === 'rejected' && verdict.rejection.field).toBe('CREDIT-LIMIT')
  })

  test('and what was on file before stays', () => {
    const [verdict] = applyBatch([detail(4, { 'CUST-NAME': '' })], having({ version: 3, hash: 'h3' }))
    expect(verdict?.kind === 'rejected' && ackResult(verdict)).toEqual({
      customer: ada,
      resultCode: 4,
      storedVersion: 3,
      storedHash: 'h3',
      field: 'CUST-NAME',
      reason: 'MUST NOT BE BLANK ON AN ACTIVE CUSTOMER',
    })
  })
})

test.each([
  ['erased', { 'CUST-STATUS': 'E', 'CUST-NAME': '', 'CUST-EMAIL': '' }],
  ['without an address', {}],
  ['with an address', { 'ADDR-LINE1': '12 Savile Row', 'ADDR-CITY': 'London', 'ADDR-COUNTRY': 'GB' }],
])('a customer %s is stored', (_, values) => {
  expect(applyBatch([detail(1, values)], nothing).map(({ kind }) => kind)).toEqual(['stored'])
})

test('the operator’s rules reject by key and by a text in the name, and nothing else', () => {
  const rules = { ...nothing, poison: { customers: [customerKey(2)], nameText: 'Lovelace 3' } }
  const details = [1, 2, 3].map((customer) => {
    const values = profile(customer, 1)
    return { customer: customerKey(customer), version: 1, record: detailRecord(values) }
  })
  const fields = applyBatch(details, rules).map((verdict) => (verdict.kind === 'rejected' ? verdict.rejection.field : verdict.kind))
  expect(fields).toEqual(['stored', 'CUSTOMER-KEY', 'CUST-NAME'])
})
