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
  await vitest.close()
  const isGood = failed === 0 && passed > 0
  process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed${skipped === 0 ? '' : `, ${String(skipped)} skipped`}\n`)
  process.exitCode = isGood ? 0 : 1
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
