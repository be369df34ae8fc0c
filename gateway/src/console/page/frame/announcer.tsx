import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Observable } from '../live/observable.ts'
import type { OrderChange } from '../orders/order-record.ts'

const intervalMs = 10_000

/** Tells screen readers what has changed, summed up and not more than once in ten seconds. */
export function Announcer({ lastChange }: { readonly lastChange: Observable<OrderChange | null> }): ReactNode {
  const [text, setText] = useState('')
  const counts = useRef({ placed: 0, changed: 0 })
  useEffect(() => {
    const stopCounting = lastChange.subscribe(() => {
      counts.current[lastChange.get()?.fromStatus === null ? 'placed' : 'changed'] += 1
    })
    const timer = setInterval(() => {
      const { placed, changed } = counts.current
      if (placed + changed === 0) return
      counts.current = { placed: 0, changed: 0 }
      setText([...sentence(placed, 'new order', 'new orders'), ...sentence(changed, 'change', 'changes')].join(', '))
    }, intervalMs)
    return () => {
      stopCounting()
      clearInterval(timer)
    }
  }, [lastChange])
  return (
    <p className="unseen" role="status">
      {text}
    </p>
  )
}

function sentence(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : many}`]
}
