/** How many events the slowest subscriber of a tenant is behind, by the gateway's own count. */
export async function readLag(gatewayUrl: string, tenantId: string): Promise<number> {
  const response = await fetch(`${gatewayUrl}/metrics`, { signal: AbortSignal.timeout(5_000) })
  const found = new RegExp(`^iommi_live_lag_events\\{tenant="${tenantId}"[^}]*\\} (\\d+)`, 'm').exec(await response.text())
  return Number(found?.[1])
}
