/** How many calls may be made a second time: so retries cannot become the load that keeps a service down. */
export interface RetryBudget {
  /** Counts a first attempt. */
  readonly deposit: () => void
  /** Takes one retry; false when there is none left. */
  readonly withdraw: () => boolean
}

const callsPerRetry = 5
const retriesMax = 10

/** A budget of one retry for every five calls, with at most ten saved up; it begins full. */
export function retryBudget(): RetryBudget {
  const callsMax = callsPerRetry * retriesMax
  let calls = callsMax
  return {
    deposit: () => {
      calls = Math.min(callsMax, calls + 1)
    },
    withdraw: () => {
      if (calls < callsPerRetry) return false
      calls -= callsPerRetry
      return true
    },
  }
}
