import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendOperations, emptyManifest, manifestEntryOf, operationId } from '@iommi/schema/operation-manifest'
import { print, parse } from 'graphql'
import { afterAll } from 'vitest'

/** A directory of registered operations of this test file's own. */
export interface OperationFolders {
  readonly directory: string
  /** Registers a client's operations, instead of those it had. `file` is its `client.json`. */
  readonly register: (folder: string, file: object, documents: readonly string[]) => void
  /** Writes a file of a client as it is. */
  readonly write: (folder: string, name: string, text: string) => void
}

/** An empty directory, gone after the tests. */
export function useOperationFolders(): OperationFolders {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-operations-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  const write: OperationFolders['write'] = (folder, name, text) => {
    mkdirSync(join(directory, folder), { recursive: true })
    writeFileSync(join(directory, folder, name), text)
  }
  return {
    directory,
    write,
    register: (folder, file, documents) => {
      write(folder, 'client.json', JSON.stringify(file))
      write(folder, 'manifest.json', JSON.stringify(appendOperations(emptyManifest, documents.map(manifestEntryOf))))
    },
  }
}

/** The id that a document is registered under. */
export function idOf(document: string): string {
  return operationId(print(parse(document)))
}
