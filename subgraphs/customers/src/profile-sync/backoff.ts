const backoffMaxMs = 300_000

/** How long to wait after the `attempt`-th failure (from 1): `firstMs`, doubled each time, at most 5 minutes, a quarter more or less by `random` (0 to 1). */
export function backoffMs(firstMs: number, attempt: number, random: number): number {
  return Math.min(backoffMaxMs, firstMs * 2 ** Math.max(0, attempt - 1)) * (0.75 + random / 2)
}
