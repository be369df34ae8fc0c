/** How many events the slowest subscriber of a tenant is behind, by the gateway's own count; throws where it counts none. */
export async function readLag(gatewayUrl: string, tenantId: string): Promise<number> {
  const response = await fetch(`${gatewayUrl}/metrics`, { signal: AbortSignal.timeout(5_000) })
  const text = await response.text()
  const [, lag] = new RegExp(`^iommi_live_lag_events\\{tenant="${tenantId}"[^}]*\\} (\\d+)`, 'm').exec(text) ?? []
  if (lag === undefined) throw new Error(`the gateway counts no subscriber of tenant ${tenantId}`)
  return Number(lag)
}
