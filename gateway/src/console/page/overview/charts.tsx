import { useMemo, type ReactNode } from 'react'
import { countText, roundMoneyText } from '../frame/money-text.ts'
import type { ThemeChoice } from '../frame/theme.ts'
import type { Money } from '../orders/order-record.ts'
import type { MinuteSeries } from './minute-series.ts'
import { RateChart } from './rate-chart.tsx'
import { mainCurrency, sumOf, valueOf } from './revenue.ts'

/** What the charts are drawn from. */
export interface ChartsProps {
  readonly series: MinuteSeries
  readonly theme: ThemeChoice
}

/** Orders and revenue of each of the last minutes. Revenue is that of the main currency; the caption says which. */
export function Charts({ series, theme }: ChartsProps): ReactNode {
  const { minutes } = series
  const startsMs = useMemo(() => minutes.map(({ startMs }) => startMs), [minutes])
  const isComplete = minutes.every(({ countedAtMs }) => countedAtMs !== null)
  const orders = useMemo(() => minutes.map((minute) => minute.orders), [minutes])
  const { sample, amounts } = useMemo(() => {
    const total = sumOf(minutes.map(({ revenue }) => revenue))
    const currency = mainCurrency(total)
    const amountOf = (money: Money | undefined): number => (money === undefined ? 0 : Math.max(0, valueOf(money)))
    return {
      sample: currency === null ? undefined : total[currency],
      amounts: minutes.map(({ revenue }) => (currency === null ? 0 : amountOf(revenue[currency]))),
    }
  }, [minutes])
  const amountText = (value: number): string =>
    sample === undefined ? String(value) : roundMoneyText({ ...sample, amountMinor: Math.round(value * 10 ** sample.exponent) })
  return (
    <>
      <RateChart
        title="Orders per minute"
        startsMs={startsMs}
        values={orders}
        isComplete={isComplete}
        textOf={(value) => (value === 1 ? '1 order' : `${countText(value)} orders`)}
        tickOf={(value) => (Number.isInteger(value) ? countText(value) : '')}
        colour="--chart-orders"
        theme={theme}
      />
      <RateChart
        title={sample === undefined ? 'Revenue per minute' : `Revenue per minute, ${sample.currency}`}
        startsMs={startsMs}
        values={amounts}
        isComplete={isComplete}
        textOf={amountText}
        tickOf={(value) => Intl.NumberFormat(undefined, { notation: 'compact' }).format(value)}
        colour="--chart-revenue"
        theme={theme}
      />
    </>
  )
}
