import { Lexer, Source, TokenKind } from 'graphql'

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
