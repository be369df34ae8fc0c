import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql'

/** A stream as the WebSocket protocol wants one, whose messages go another way: it only ever ends. */
export interface SilentGenerator {
  readonly generator: AsyncGenerator<ExecutionResult, undefined>
  readonly complete: () => void
  /** Ends it with what `errors` says. */
  readonly fail: (error: GraphQLError) => void
}

/** A generator that waits until it is ended; `onReturn` is called once when whoever reads it goes away, or it has ended. */
export function silentGenerator(onReturn: () => void): SilentGenerator {
  let end: (result: IteratorReturnResult<undefined>) => void = nothing
  let refuse: (error: GraphQLError) => void = nothing
  const over = new Promise<IteratorReturnResult<undefined>>((resolve, reject) => {
    end = resolve
    refuse = reject
  })
  // Who reads it hears of it.
  over.catch(nothing)
  const done: IteratorReturnResult<undefined> = { done: true, value: undefined }
  const finish = (): void => {
    end(done)
    onReturn()
  }
  const generator: AsyncGenerator<ExecutionResult, undefined> = {
    next: () => over,
    return: () => {
      finish()
      return Promise.resolve(done)
    },
    throw: () => {
      finish()
      return Promise.resolve(done)
    },
    [Symbol.asyncIterator]: () => generator,
  }
  return {
    generator,
    complete: finish,
    fail: (error) => {
      refuse(error)
      onReturn()
    },
  }
}

const nothing = (): void => undefined

/** An error that carries what clients are told as it is. */
export class ShownErrors extends GraphQLError {
  readonly shown: readonly GraphQLFormattedError[]

  constructor(shown: readonly GraphQLFormattedError[]) {
    super(shown[0]?.message ?? 'The stream cannot go on.')
    this.shown = shown
  }
}

/** What clients are told of an error that the protocol may have wrapped; null when nothing is known. */
export function shownErrors(error: unknown): readonly GraphQLFormattedError[] | null {
  if (error instanceof ShownErrors) return error.shown
  return error instanceof GraphQLError && error.originalError !== undefined ? shownErrors(error.originalError) : null
}
