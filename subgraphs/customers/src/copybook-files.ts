import { readFileSync } from 'node:fs'
import { readCopybook, type RecordLayout } from './profile-sync/copybook.ts'

/**
 * The records of one of the mainframe's copybooks. Throws when it lacks one of `names` or one is not 500 bytes long. This file
 * stands where a bundle stands, one level below the package: both find the copybooks by the same way.
 */
export function loadLayouts<Name extends string>(file: string, names: readonly Name[]): Readonly<Record<Name, RecordLayout>> {
  const layouts = readCopybook(readFileSync(new URL(`../src/profile-sync/${file}`, import.meta.url), 'utf8'))
  const found = names.map((name) => {
    const layout = layouts.get(name)
    if (layout?.bytes !== recordBytes) throw new Error(`${file} has no record ${name} of ${String(recordBytes)} bytes.`)
    return [name, layout] as const
  })
  // fromEntries forgets the keys: they are exactly `names`.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(found) as Record<Name, RecordLayout>
}

/** Every record of every file, in bytes. */
export const recordBytes = 500
