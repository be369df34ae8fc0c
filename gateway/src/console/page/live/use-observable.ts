import { useSyncExternalStore } from 'react'
import type { Observable } from './observable.ts'

/** The value of an observable; the component renders again when it changes. */
export function useObservable<Value>({ subscribe, get }: Observable<Value>): Value {
  return useSyncExternalStore(subscribe, get)
}
