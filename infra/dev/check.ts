import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'
import { repositoryDir, runCommand } from './command.ts'

interface Step {
  readonly name: string
  readonly command: readonly [file: string, ...args: string[]]
}

interface Outcome {
  readonly name: string
  readonly isGood: boolean
  readonly seconds: number
  readonly output: string
}

const script = (file: string, ...args: string[]): Step['command'] => [process.execPath, '--import', 'tsx', file, ...args]

// The longest first, so that both cores end at about the same time.
const steps: readonly Step[] = [
  { name: 'lint', command: ['oxlint', '--type-aware'] },
  { name: 'unused code', command: ['knip'] },
  { name: 'format', command: ['prettier', '--check', '.'] },
  { name: 'generated files', command: script('schema/generate.ts', '--check') },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of the console', command: ['tsc', '-p', 'gateway/src/console/page'] },
  { name: 'schema check', command: script('infra/dev/schema-check.ts') },
  { name: 'operations', command: script('infra/dev/operations.ts', 'check') },
  { name: 'schema conventions', command: script('schema/conventions.ts') },
]
const workers = 2

// npm run check: everything is checked, also after a failure.
await runCommand(async () => {
  const waiting = [...steps]
  const outcomes: Outcome[] = []
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await run(step)
      if (!outcome.isGood) process.stdout.write(`\n--- ${outcome.name} ---\n${outcome.output.trimEnd()}\n`)
      outcomes.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  const inOrder = steps.flatMap(({ name }) => outcomes.filter((outcome) => outcome.name === name))
  const lines = inOrder.map(
    ({ name, isGood, seconds }) => `  ${isGood ? 'ok    ' : 'FAILED'}  ${name.padEnd(20)} ${seconds.toFixed(1).padStart(5)} s`,
  )
  process.stdout.write(`\n${lines.join('\n')}\n`)
  process.exitCode = outcomes.every(({ isGood }) => isGood) ? 0 : 1
})

async function run({ name, command: [file, ...args] }: Step): Promise<Outcome> {
  const startedAt = performance.now()
  const path = `${join(repositoryDir, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`
  const child = spawn(file, args, { cwd: repositoryDir, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: path } })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const isGood = await once(child, 'close').then(
    ([code]) => code === 0,
    (error: unknown) => {
      chunks.push(Buffer.from(String(error)))
      return false
    },
  )
  return { name, isGood, seconds: (performance.now() - startedAt) / 1000, output: Buffer.concat(chunks).toString('utf8') }
}
