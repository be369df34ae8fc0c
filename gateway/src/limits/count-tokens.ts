import type { Actor } from '@iommi/shared/request-context'
import { Lexer, Source, TokenKind } from 'graphql'
import { Refusal } from '../refusal.ts'
import type { TokenLimits } from './limits.ts'

/**
 * Whether a document has more than `tokensMax` tokens, found without parsing it and without
 * reading further than that. A document that cannot be read is for the parser to refuse.
 */
export function hasMoreTokens(text: string, tokensMax: number): boolean {
  // The shortest token is one character long.
  if (text.length <= tokensMax) return false
  const lexer = new Lexer(new Source(text))
  try {
    for (let tokens = 0; tokens <= tokensMax; tokens += 1) {
      if (lexer.advance().kind === TokenKind.EOF) return false
    }
    return true
  } catch {
    return false
  }
}

/** Throws TOKEN_LIMIT_EXCEEDED for a document with more tokens than the actor may send. */
export function checkTokens(text: string, { tokensMax, employeeTokensMax }: TokenLimits, { kind }: Pick<Actor, 'kind'>): void {
  const max = kind === 'employee' ? employeeTokensMax : tokensMax
  if (hasMoreTokens(text, max)) throw new Refusal('TOKEN_LIMIT_EXCEEDED', `A document may have at most ${String(max)} tokens.`)
}
