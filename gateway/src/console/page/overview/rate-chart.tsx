import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import UPlot from 'uplot'
import type { ThemeChoice } from '../frame/theme.ts'
import { minuteText } from '../frame/time-text.ts'

/** A value for each minute. */
export interface RateChartProps {
  readonly title: string
  /** Beginnings of the minutes in milliseconds, and the values, of the same length. */
  readonly startsMs: readonly number[]
  readonly values: readonly number[]
  /** False while some minutes have not been counted yet. */
  readonly isComplete: boolean
  /** A value as people write it. */
  readonly textOf: (value: number) => string
  /** The same, shorter, for the axis. */
  readonly tickOf: (value: number) => string
  /** Name of the custom property that holds the colour. */
  readonly colour: string
  readonly theme: ThemeChoice
}

const heightPx = 116
const minuteSeconds = 60

/** Bars over the last minutes; the caption says the sum, or the minute under the pointer. */
export function RateChart(props: RateChartProps): ReactNode {
  const { title, startsMs, values, isComplete, textOf } = props
  const place = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<number | null>(null)
  useChart(place, props, setHovered)
  const sum = values.reduce((total, value) => total + value, 0)
  const most = Math.max(...values)
  const peak = startsMs[values.indexOf(most)]
  const [hoveredStart, hoveredValue] = hovered === null ? [] : [startsMs[hovered], values[hovered]]
  const reading = isComplete ? `${textOf(sum)} in the last hour` : 'counting…'
  const summary = `${reading}${isComplete && most > 0 && peak !== undefined ? `, most at ${minuteText(new Date(peak))}: ${textOf(most)}` : ''}`
  return (
    <figure className="chart">
      <figcaption>
        <span className="label">{title}</span>
        <span className="reading">
          {hoveredStart === undefined || hoveredValue === undefined
            ? reading
            : `${minuteText(new Date(hoveredStart))}: ${textOf(hoveredValue)}`}
        </span>
      </figcaption>
      <div ref={place} className="plot" role="img" aria-label={`${title}: ${summary}`} />
    </figure>
  )
}

function useChart(place: RefObject<HTMLDivElement | null>, props: RateChartProps, onHover: (index: number | null) => void): void {
  const { startsMs, values, theme } = props
  const chart = useRef<UPlot | null>(null)
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const plot = new UPlot(
      optionsFor(element, () => latest.current, onHover),
      [[], []],
      element,
    )
    chart.current = plot
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }))
    resized.observe(element)
    const stopColours = theme.onColours(() => plot.redraw(false))
    return () => {
      resized.disconnect()
      stopColours()
      plot.destroy()
    }
  }, [place, theme, onHover])
  useEffect(() => {
    chart.current?.setData([startsMs.map((startMs) => startMs / 1_000), [...values]])
  }, [startsMs, values])
}

function optionsFor(element: HTMLElement, latest: () => RateChartProps, onHover: (index: number | null) => void): UPlot.Options {
  const colourOf = (name: string): string => getComputedStyle(element).getPropertyValue(name).trim()
  const axis = { stroke: () => colourOf('--soft'), font: '11px system-ui, sans-serif', ticks: { show: false } }
  return {
    width: element.clientWidth,
    height: heightPx,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      // A bar begins where its minute does: the last one needs room to its right.
      x: { range: (_plot, min, max) => [min, max + minuteSeconds] },
      y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        space: 60,
        values: (_plot, ticks) => ticks.map((tick) => minuteText(new Date(tick * 1_000))),
      },
      {
        ...axis,
        size: 44,
        space: 28,
        grid: { stroke: () => colourOf('--line'), width: 1 },
        values: (_plot, ticks) => ticks.map((tick) => latest().tickOf(tick)),
      },
    ],
    series: [{}, { fill: () => colourOf(latest().colour), width: 0, paths: barPaths(), points: { show: false } }],
    hooks: { setCursor: [(plot) => onHover(plot.cursor.idx ?? null)] },
  }
}

function barPaths(): UPlot.Series.PathBuilder {
  const bars = UPlot.paths.bars?.({ size: [0.72, 14], align: 1 })
  if (bars === undefined) throw new Error('This build of uPlot has no bars.')
  return bars
}
