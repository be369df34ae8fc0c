/** Text that is HTML already; only `html` makes it. */
export interface Html {
  readonly html: string
}

type Part = Html | readonly Html[] | string | number

/** HTML with every text in it escaped. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: texts.reduce((before, text, index) => `${before}${rendered(parts[index - 1] ?? '')}${text}`) }
}

function rendered(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
  return 'html' in part ? part.html : part.map((each) => each.html).join('\n')
}
