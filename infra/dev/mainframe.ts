import { CommandError, dataDirFrom, portFrom, readArguments, runCommand } from './command.ts'
import { readAction } from './mainframe-actions.ts'
import { connectTerminal } from './mainframe-terminal.ts'
import { findRunningStack } from './running-stack.ts'

// npm run mainframe: the operator's terminal of the mainframe mock of a running stack.
await runCommand(async () => {
  const { values, positionals } = readArguments({ port: { type: 'string' }, 'data-dir': { type: 'string' } }, true)
  const action = readAction(positionals)
  const path = dataDirFrom(values['data-dir'])
  const { mainframeUrl } = findRunningStack(path, portFrom(values.port))
  if (mainframeUrl === undefined) throw new CommandError(`The stack on ${path} has no mainframe.`)
  process.stdout.write(await action(connectTerminal(mainframeUrl)))
})
