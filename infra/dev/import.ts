import { resolve } from 'node:path'
import { CommandError, dataDirFrom, portFrom, readArguments, repositoryDir, runCommand } from './command.ts'
import { tenantNamed } from './demo-tenants.ts'
import { bulkTarget } from './import/bulk-target.ts'
import { progressLine } from './import/progress-line.ts'
import { openReport, reportName } from './import/report-file.ts'
import { runImport } from './import/run-import.ts'
import { checkSourceFile } from './import/source-lines.ts'
import { importSummary } from './import/summary.ts'
import { connectTools } from './import/tools-client.ts'
import { findRunningStack } from './running-stack.ts'

const giveUpAfterMs = 60_000

// npm run import -- FILE.csv --tenant acme [--report FILE]: takes over orders of another system.
await runCommand(async () => {
  const { values, positionals } = readArguments(
    { tenant: { type: 'string' }, report: { type: 'string' }, port: { type: 'string' }, 'data-dir': { type: 'string' } },
    true,
  )
  const [name] = positionals
  if (name === undefined || positionals.length > 1 || values.tenant === undefined) {
    throw new CommandError('Say what to import and for whom: npm run import -- FILE.csv --tenant acme')
  }
  const tenant = tenantNamed(values.tenant)
  const file = resolve(repositoryDir, name)
  const bytesTotal = await checkSourceFile(file)
  const reportPath = resolve(repositoryDir, values.report ?? reportName(file, new Date()))
  if (reportPath === file) throw new CommandError('The report would replace the file itself: name another place with --report FILE.')
  const stack = findRunningStack(dataDirFrom(values['data-dir']), portFrom(values.port))
  const progress = progressLine(process.stderr, bytesTotal, () => performance.now())
  const onOutage = (service: string): void => {
    progress.say(`The ${service} subgraph does not answer; trying again for ${String(giveUpAfterMs / 1000)} s.`)
  }
  const tools = connectTools(stack, tenant, { giveUpAfterMs, onOutage })
  const report = await openReport(reportPath)
  progress.show({ bytesRead: 0, linesDone: 0 })
  try {
    const result = await runImport({ file, target: bulkTarget(tools), report, onProgress: progress.show })
    progress.end()
    process.stdout.write(importSummary(result, { file: name, tenant: tenant.slug, report: report.path }))
  } catch (error) {
    progress.end()
    throw error
  } finally {
    await Promise.all([report.close(), tools.close()])
  }
})
