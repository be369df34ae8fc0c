import { dataDirFrom, portFrom, readArguments, runCommand } from './command.ts'
import { readAction } from './mainframe-actions.ts'
import { findTerminal } from './mainframe-terminal.ts'

// npm run mainframe: the operator's terminal of the mainframe mock of a running stack.
await runCommand(async () => {
  const { values, positionals } = readArguments({ port: { type: 'string' }, 'data-dir': { type: 'string' } }, true)
  const action = readAction(positionals)
  process.stdout.write(await action(findTerminal(dataDirFrom(values['data-dir']), portFrom(values.port))))
})
