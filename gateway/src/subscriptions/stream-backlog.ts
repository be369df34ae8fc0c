import type { Writable } from 'node:stream'

/** What waits for a client may grow to this before nothing more is sent: it is fed at its own pace then. */
const backlogBytesMax = 16 * 1024

/** Whether more waits for the client at the other end than should. */
export function isBacklogged({ writableLength }: Pick<Writable, 'writableLength'>): boolean {
  return writableLength > backlogBytesMax
}

/** Calls `listener` once, later: when all that waits has gone out, or nobody is there any more; soon where it is no backlog. */
export function onceDrained(stream: Writable, listener: () => void): void {
  if (stream.destroyed || !isBacklogged(stream)) return void setImmediate(listener)
  let isDone = false
  const done = (): void => {
    stream.off('drain', done)
    stream.off('close', done)
    if (!isDone) listener()
    isDone = true
  }
  stream.once('close', done)
  if (stream.writableNeedDrain) stream.once('drain', done)
  // Below the connection's own mark there is no `drain`: an empty write is done once all before it has gone out.
  else if (!stream.writableEnded) stream.write('', done)
}
