import { BlockList, isIP, isIPv4 } from 'node:net'

/** A set of addresses, given as CIDR ranges and single addresses. */
export interface AddressList {
  has(address: string): boolean
}

/** Reads ranges such as `10.0.0.0/8`, `2001:db8::/32` and `192.0.2.7`, separated by commas; null when one of them is none. */
export function parseAddressList(text: string): AddressList | null {
  const ranges = text
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '')
  const list = new BlockList()
  if (!ranges.every((range) => addRange(list, range))) return null
  return { has: (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6') }
}

function addRange(list: BlockList, range: string): boolean {
  const [address = '', prefix, ...others] = range.split('/')
  const version = isIP(address)
  const bits = prefix === undefined ? null : Number(prefix)
  const isPrefix = bits === null || (/^\d+$/.test(prefix ?? '') && bits <= (version === 4 ? 32 : 128))
  if (version === 0 || others.length > 0 || !isPrefix) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  if (bits === null) list.addAddress(address, family)
  else list.addSubnet(address, bits, family)
  return true
}

/** An IPv4 address as such where a socket for both versions shows it as `::ffff:192.0.2.7`. */
export function withoutMapping(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? []
  return mapped ?? address
}
