import type { ReactNode } from 'react'

/** Says why nobody could be signed in, and offers to try again. */
export function SignInProblem({ problem }: { readonly problem: string }): ReactNode {
  return (
    <main className="notice">
      <h1>Orders</h1>
      <p role="alert">{problem}</p>
      <button type="button" className="primary" onClick={() => location.assign('/')}>
        Sign in again
      </button>
    </main>
  )
}
