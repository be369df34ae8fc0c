import type { ReactNode } from 'react'
import type { PageName } from './page-names.ts'

/** Which page nobody could be signed in for, and why. */
export interface SignInProblemProps {
  readonly page: readonly [name: PageName, href: string]
  readonly problem: string
}

/** Says why nobody could be signed in, and offers to try again. */
export function SignInProblem({ page: [name, href], problem }: SignInProblemProps): ReactNode {
  return (
    <main className="notice">
      <h1>{name}</h1>
      <p role="alert">{problem}</p>
      <button type="button" className="primary" onClick={() => location.assign(href)}>
        Sign in again
      </button>
    </main>
  )
}
