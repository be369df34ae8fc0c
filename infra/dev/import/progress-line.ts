import type { ImportProgress } from './run-import.ts'

/** Where progress is shown. */
export interface ProgressOutput {
  readonly isTTY: boolean
  readonly write: (text: string) => void
}

/** Shows how far an import is. */
export interface ProgressLine {
  readonly show: (progress: ImportProgress) => void
  /** Says something that stays. */
  readonly say: (text: string) => void
  /** Removes the bar. */
  readonly end: () => void
}

const barWidth = 24
const terminalIntervalMs = 100
const plainIntervalMs = 2_000

/** A bar with rate that is redrawn on a terminal, a plain line every two seconds elsewhere. `now` is in milliseconds. */
export function progressLine(output: ProgressOutput, bytesTotal: number, now: () => number): ProgressLine {
  const startedAt = now()
  let shownAt = output.isTTY ? Number.NEGATIVE_INFINITY : startedAt
  const clear = output.isTTY ? '\r\u001b[K' : ''
  return {
    show: ({ bytesRead, linesDone }) => {
      const time = now()
      if (time - shownAt < (output.isTTY ? terminalIntervalMs : plainIntervalMs)) return
      shownAt = time
      const share = bytesTotal === 0 ? 1 : Math.min(1, bytesRead / bytesTotal)
      const rate = linesDone / Math.max(0.001, (time - startedAt) / 1000)
      const numbers = `${percent(share)}  ${count(linesDone)} lines  ${count(rate)}/s`
      output.write(output.isTTY ? `${clear}${bar(share)} ${numbers}` : `${numbers}\n`)
    },
    say: (text) => {
      output.write(`${clear}${text}\n`)
    },
    end: () => {
      output.write(clear)
    },
  }
}

function bar(share: number): string {
  const filled = Math.round(share * barWidth)
  return `[${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}]`
}

function percent(share: number): string {
  return `${String(Math.floor(share * 100)).padStart(3)} %`
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
