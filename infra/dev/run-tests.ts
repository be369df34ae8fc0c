import { fileURLToPath } from 'node:url'
import { parseCLI, startVitest, type TestUserConfig, type Vitest } from 'vitest/node'
import { buildAll } from '../build.ts'
import { repositoryDir } from './command.ts'

const config = fileURLToPath(new URL('../vitest.config.ts', import.meta.url))

/**
 * Builds the bundles that end-to-end tests start, runs the test files that match the command line, and ends the output with the line
 * `N passed, N failed`. A file that cannot be loaded and an error outside any test count as failed. Sets the exit code.
 */
export async function runTests(overrides: TestUserConfig): Promise<void> {
  await buildAll()
  const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
  const vitest = await startVitest('test', [...filter], { ...options, ...overrides, root: repositoryDir, config, watch: false })
  const { passed, failed, skipped } = count(vitest)
  const failures = describeFailures(vitest)
  await vitest.close()
  const isGood = failed === 0 && passed > 0
  // Once more and short: what is above may be too long to be kept.
  if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.join('\n')}\n`)
  process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed${skipped === 0 ? '' : `, ${String(skipped)} skipped`}\n`)
  process.exitCode = isGood ? 0 : 1
}

/** One line for each test, file and error outside any test that failed: where, and the beginning of what it said. */
function describeFailures(vitest: Vitest): readonly string[] {
  const modules = vitest.state.getTestModules()
  const tests = modules.flatMap((module) => [...module.children.allTests('failed')])
  return [
    ...modules.filter((module) => module.errors().length > 0).map((module) => `  ${module.relativeModuleId}: ${said(module.errors())}`),
    ...tests.map((test) => `  ${test.module.relativeModuleId} > ${test.fullName}: ${said(test.result().errors ?? [])}`),
    ...vitest.state.getUnhandledErrors().map((error) => `  outside any test: ${said([error])}`),
  ]
}

function said([first]: readonly unknown[]): string {
  const message = typeof first === 'object' && first !== null && 'message' in first ? String(first.message) : String(first)
  return message.split('\n')[0]?.slice(0, 200) ?? ''
}

function count(vitest: Vitest): { readonly passed: number; readonly failed: number; readonly skipped: number } {
  const modules = vitest.state.getTestModules()
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
  const of = (state: 'passed' | 'failed' | 'skipped'): number => states.filter((each) => each === state).length
  const withoutTest = modules.filter((module) => !module.ok() && [...module.children.allTests('failed')].length === 0).length
  const failed = of('failed') + withoutTest + vitest.state.getUnhandledErrors().length
  // Whatever else went wrong, the servers that did not start for one, only shows in the exit code.
  const isSilentFailure = failed === 0 && process.exitCode !== undefined && process.exitCode !== 0
  return { passed: of('passed'), failed: isSilentFailure ? 1 : failed, skipped: of('skipped') }
}
