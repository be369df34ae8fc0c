import type { ReactNode } from 'react'
import { countText } from '../frame/money-text.ts'
import type { UsageSum } from './usage-sums.ts'

/** A sum for each day. */
export interface UsageChartProps {
  /** As `2026-11-20`, in order. */
  readonly days: readonly string[]
  readonly sums: readonly UsageSum[]
}

const heightPx = 96
const dayWidthPx = 10

/** Bars of the requests of each day, those with errors in them at the foot. */
export function UsageChart({ days, sums }: UsageChartProps): ReactNode {
  const most = Math.max(1, ...sums.map(({ requests }) => requests))
  const heightOf = (count: number): number => (count === 0 ? 0 : Math.max(1, (count / most) * heightPx))
  const peak = days[sums.findIndex(({ requests }) => requests === most)]
  const summary = peak === undefined ? 'none' : `most on ${dayName(peak)}: ${countText(most)}`
  return (
    <figure className="chart">
      <figcaption>
        <span className="label">Requests per day (UTC)</span>
        <span className="reading">{summary}</span>
      </figcaption>
      <svg
        className="usage-bars"
        role="img"
        aria-label={`Requests per day: ${summary}`}
        viewBox={`0 0 ${String(days.length * dayWidthPx)} ${String(heightPx)}`}
        preserveAspectRatio="none"
      >
        {days.map((day, index) => {
          const { requests, errors } = sums[index] ?? { requests: 0, errors: 0 }
          const [height, errorHeight] = [heightOf(requests), heightOf(errors)]
          const place = { x: index * dayWidthPx + 1, width: dayWidthPx - 2 }
          return (
            <g key={day} data-day={day} data-requests={requests}>
              <title>{`${dayName(day)}: ${countText(requests)} requests, ${countText(errors)} with errors`}</title>
              <rect className="bar" {...place} y={heightPx - height} height={height} />
              <rect className="error-bar" {...place} y={heightPx - errorHeight} height={errorHeight} />
            </g>
          )
        })}
      </svg>
      <p className="usage-ends label" aria-hidden="true">
        <span>{dayName(days[0] ?? '')}</span>
        <span>{dayName(days.at(-1) ?? '')}</span>
      </p>
    </figure>
  )
}

function dayName(day: string): string {
  return day === '' ? '' : new Date(day).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
}
