import { createHash } from 'node:crypto'
import type { Answer } from './answer.ts'

/** What the page offers, and what it sends back with the choice. */
export interface SignInForm {
  readonly action: string
  /** The parameters of the authorization request, sent back as they came. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** Slugs. */
  readonly tenants: readonly string[]
  readonly roles: readonly string[]
  readonly clientId: string
  /** Where the browser goes afterwards: its policy has to allow it. */
  readonly redirectUri: string
  /** What was wrong with the last try. */
  readonly problem: string | null
}

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --ground: #f3f4f6; --card: #fff; --accent: #0b57d0; --on-accent: #fff; --bad: #b42318 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaed; --soft: #a5acb6; --line: #3c434d; --ground: #14171b; --card: #1d2126; --accent: #8ab4f8; --on-accent: #10243e; --bad: #ffb4a8 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
main { width: 100%; max-width: 400px; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.25 }
p { margin: 0 0 24px; color: var(--soft) }
p[role=alert] { color: var(--bad) }
label { display: block; font-weight: 600; margin: 0 0 4px }
fieldset { margin: 0 0 20px; padding: 0; border: 0 }
legend { padding: 0; font-weight: 600; margin: 0 0 4px }
fieldset label { display: flex; gap: 8px; align-items: center; font-weight: 400; padding: 4px 0; margin: 0 }
select, input[type=text] { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--soft); border-radius: 6px; padding: 8px 10px; margin: 0 0 20px }
select option { color: #1b1f24; background: #fff }
input[type=radio] { width: 16px; height: 16px; margin: 0; accent-color: var(--accent) }
button { width: 100%; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 6px; padding: 10px; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`

const styleHash = createHash('sha256').update(style).digest('base64')

/** The page on which somebody chooses whom to sign in as. It runs no script and loads nothing. */
export function signInPage(form: SignInForm): Answer {
  const { action, parameters, tenants, roles, clientId, problem } = form
  const hidden = parameters.map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
  const options = tenants.map((slug) => `<option>${escaped(slug)}</option>`)
  const choices = roles.map(
    (role, index) =>
      `<label><input type="radio" name="role" value="${escaped(role)}"${index === roles.length - 1 ? ' checked' : ''}> ${escaped(role)}</label>`,
  )
  const content = `<h1>Sign in</h1>
<p>${escaped(clientId)} wants to know who you are. This provider is for development: anybody may be anybody.</p>
${problem === null ? '' : `<p role="alert">${escaped(problem)}</p>`}
<form method="post" action="${escaped(action)}">
${hidden.join('\n')}
<label for="tenant">Tenant</label>
<select id="tenant" name="tenant">${options.join('')}</select>
<fieldset><legend>Role</legend>${choices.join('')}</fieldset>
<label for="name">Name</label>
<input type="text" id="name" name="name" value="Ada Lovelace" required maxlength="100" autocomplete="off">
<button type="submit">Sign in</button>
</form>`
  return page(problem === null ? 200 : 400, content, ` 'self' ${new URL(form.redirectUri).origin}`)
}

/** Says why nobody can be signed in here; shown where the client that asks cannot be trusted with an answer. */
export function refusalPage(description: string): Answer {
  return page(400, `<h1>Sign-in is not possible</h1>\n<p role="alert">${escaped(description)}</p>`, ` 'none'`)
}

function page(status: number, content: string, formTargets: string): Answer {
  return {
    status,
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Sign in</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`,
    headers: {
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action${formTargets}; frame-ancestors 'none'`,
      // Not stricter: the form's origin is looked at when it comes back.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
}
