import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { withoutMapping, type AddressList } from '@iommi/shared/address-list'

/**
 * Where a request comes from, or null where that cannot be known. It is the other end of the connection, unless that is
 * one of our proxies: then the last address of `x-forwarded-for` that is not one. A stranger who sends that header may be
 * a proxy that nobody told us about, with anybody behind it.
 */
export function clientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedProxies: AddressList): string | null {
  const peer = withoutMapping(request.socket.remoteAddress ?? '')
  const header = request.headers['x-forwarded-for']
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((address) => withoutMapping(address.trim()))
  if (!trustedProxies.has(peer)) return header === undefined && isIP(peer) !== 0 ? peer : null
  if (header === undefined) return peer
  const client = forwarded.findLast((address) => !trustedProxies.has(address)) ?? forwarded[0]
  return client !== undefined && isIP(client) !== 0 ? client : null
}
