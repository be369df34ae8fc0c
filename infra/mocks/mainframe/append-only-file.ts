import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

/** A file that only grows at its end. */
export interface AppendOnlyFile {
  readonly bytes: () => number
  /**
   * With `isDurable` the data, and all before it, are on the disk before this returns. Throws as the file system does; what a failed call has
   * left does not count, and is cut off by the next one.
   */
  readonly append: (data: Uint8Array, options: { readonly isDurable: boolean }) => void
  readonly read: (offset: number, length: number) => Buffer
  /** Cuts off everything from this offset on. */
  readonly truncate: (bytes: number) => void
  readonly close: () => void
}

/** Opens the file, and makes it if there is none. */
export function openAppendOnly(path: string): AppendOnlyFile {
  const file = openSync(path, 'a+')
  let bytes = fstatSync(file).size
  const truncate = (length: number): void => {
    ftruncateSync(file, length)
    bytes = length
  }
  return {
    bytes: () => bytes,
    append: (data, { isDurable }) => {
      if (fstatSync(file).size > bytes) truncate(bytes)
      for (let written = 0; written < data.length;) written += writeSync(file, data, written)
      if (isDurable) fdatasyncSync(file)
      bytes += data.length
    },
    read: (offset, length) => {
      const data = Buffer.alloc(length)
      const found = readSync(file, data, 0, length, offset)
      return data.subarray(0, found)
    },
    truncate,
    close: () => closeSync(file),
  }
}
