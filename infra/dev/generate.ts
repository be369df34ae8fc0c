import { runCommand } from './command.ts'

// npm run generate: the supergraph, the contracts and the types made from the schemas. The path is a value, so that types are checked
// without the program being run.
const generator = new URL('../../schema/generate.ts', import.meta.url).href

await runCommand(async () => {
  await import(generator)
})
