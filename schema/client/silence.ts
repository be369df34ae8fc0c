/** Notices that nothing is heard. */
export interface SilenceWatch {
  /** Something was heard. */
  readonly heard: () => void
  readonly stop: () => void
}

/** Calls `onSilent` when nothing was heard for `silenceMsMax`, and again each time as long passes. */
export function watchSilence(silenceMsMax: number, onSilent: () => void): SilenceWatch {
  let heardAtMs = Date.now()
  const timer = setInterval(
    () => {
      if (Date.now() - heardAtMs <= silenceMsMax) return
      heardAtMs = Date.now()
      onSilent()
    },
    Math.min(silenceMsMax / 5, 60_000),
  )
  return {
    heard: () => {
      heardAtMs = Date.now()
    },
    stop: () => clearInterval(timer),
  }
}
