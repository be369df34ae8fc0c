import type { Duplex } from 'node:stream'
import type { GraphQLFormattedError } from 'graphql'
import type { WebSocket } from 'ws'
import type { Frame, Outlet } from './outlet.ts'
import { isBacklogged, onceDrained } from './stream-backlog.ts'

/** A subscription on a socket, and how the protocol hears of its end. */
export interface SocketOutletOptions {
  readonly socket: WebSocket
  readonly raw: Duplex
  readonly id: string
  readonly bytesOf: FrameBytes
  readonly complete: () => void
  readonly fail: (errors: readonly GraphQLFormattedError[]) => void
}

/** The bytes of a frame's payload. */
export type FrameBytes = (frame: Frame) => Buffer

// From this size on a payload is written as it is, the same bytes for everybody; shorter ones are quicker copied together.
const sharedBytesMin = 2_048
const tail = Buffer.from('}')

/**
 * Writes messages straight to the connection, as WebSocket frames (RFC 6455, section 5.2): what is the same for everybody is encoded once.
 * The socket's own messages go the same way whole and at once, so they never get into each other.
 */
export function socketOutlet({ socket, raw, id, bytesOf, complete, fail }: SocketOutletOptions): Outlet {
  const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`)
  return {
    send: (frames) => {
      if (socket.readyState !== socket.OPEN) return
      raw.cork()
      let short: Buffer[] = []
      const writeShort = (): void => {
        raw.write(Buffer.concat(short))
        short = []
      }
      for (const frame of frames) {
        const payload = bytesOf(frame)
        short.push(textFrameHeader(head.length + payload.length + tail.length), head)
        if (payload.length < sharedBytesMin) short.push(payload)
        else {
          writeShort()
          raw.write(payload)
        }
        short.push(tail)
      }
      writeShort()
      raw.uncork()
    },
    isFull: () => isBacklogged(raw),
    onDrain: (listener) => onceDrained(raw, listener),
    complete,
    fail,
  }
}

/** Encodes each frame once, for all sockets that share it. */
export function frameEncoder(): FrameBytes {
  const encoded = new WeakMap<Frame, Buffer>()
  return (frame) => {
    const bytes = encoded.get(frame) ?? Buffer.from(frame.payload)
    encoded.set(frame, bytes)
    return bytes
  }
}

/** The beginning of an unfragmented text frame, unmasked as a server's are. */
function textFrameHeader(length: number): Buffer {
  const bytes = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const header = Buffer.allocUnsafe(bytes)
  header[0] = 0x81
  if (bytes === 2) header[1] = length
  else if (bytes === 4) {
    header[1] = 126
    header.writeUInt16BE(length, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(length), 2)
  }
  return header
}
