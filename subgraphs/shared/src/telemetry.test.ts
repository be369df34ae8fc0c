import { describe, expect, it } from 'vitest'
import { AppError } from './errors.ts'
import { createLogger, type LogFields } from './telemetry.ts'

function logged(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  log(createLogger({ service: 'test', level: 'debug', stream: { write: (line) => void lines.push(line) } }))
  return lines.join('')
}

describe('log lines (recipe 57)', () => {
  const canary = 'clara.canary@example.com'

  it('carry allowed fields and nothing else, wherever it hides', () => {
    // A caller that gets around the types, as plain JavaScript would.
    const fields = { requestId: 'r1', email: canary, customer: { email: canary } } as LogFields
    const text = logged((logger) => logger.child(fields).info(fields, 'done'))
    expect(JSON.parse(text)).toEqual({ level: 'info', time: expect.any(String), service: 'test', requestId: 'r1', msg: 'done' })
  })

  it.each([
    [
      'a database error that quotes the row',
      Object.assign(new Error(`Key (email_norm)=(${canary}) already exists.`), { code: '23505', detail: canary }),
    ],
    ['a query error that quotes its parameters', new Error(`Failed query: insert … params: ${canary}`)],
    [
      'a parser that quotes its input',
      (() => {
        try {
          return JSON.parse(`{"a": ${canary}`)
        } catch (error) {
          return error
        }
      })(),
    ],
    ['an error behind an error', new AppError('UPSTREAM_UNAVAILABLE', 'away', { cause: new Error(canary) })],
    ['something thrown that is no error', { email: canary }],
  ])('show of %s what kind it is, never what it holds', (_name, err) => {
    const text = logged((logger) => logger.error({ err }, 'failed'))
    expect(text).not.toContain('canary')
    expect(JSON.parse(text)).toMatchObject({ msg: 'failed', err: { name: expect.any(String) } })
  })

  it('show the messages of our own errors', () => {
    expect(logged((logger) => logger.error({ err: new TypeError('x is not a function') }, 'failed'))).toContain('x is not a function')
  })
})
