import { renderAltair } from 'altair-static'
import { devKinds } from './dev-token.ts'

/** Where the parts of the explorer are. */
export const explorerPaths = {
  page: '/explorer',
  pageScript: '/explorer/page.js',
  pageStyle: '/explorer/page.css',
  ide: '/explorer/ide/',
  ideScript: '/explorer/ide/start.js',
  ideTokenScript: '/explorer/ide/token.js',
  token: '/explorer/token',
} as const

/** The page: in development a bar that says whom one is, and the IDE below. */
export function explorerPage(tenants: readonly string[] | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Iommi Supergraph explorer</title>
<link rel="icon" href="${explorerPaths.ide}favicon.ico">
<link rel="stylesheet" href="${explorerPaths.pageStyle}">
<script defer src="${explorerPaths.pageScript}"></script>
</head>
<body>
${tenants === null ? '' : bar(tenants)}
<iframe title="GraphQL IDE"></iframe>
</body>
</html>
`
}

function bar(tenants: readonly string[]): string {
  return `<form>
<strong>Iommi Supergraph</strong>
<label>Tenant <select name="tenant">${optionsOf(tenants)}</select></label>
<label>Role <select name="kind">${optionsOf(devKinds)}</select></label>
<label data-for="client">Customer <input name="customer" placeholder="customer_…, or empty"></label>
<label data-for="partner">Partner <input name="partner" value="demo-partner"></label>
<output role="status"></output>
</form>`
}

function optionsOf(values: readonly string[]): string {
  return values.map((value) => `<option>${escaped(value)}</option>`).join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
}

/** Style of the page. */
export const pageStyle = `html, body { height: 100%; margin: 0 }
body { display: flex; flex-direction: column; font: 14px/1.4 system-ui, sans-serif; background: #16181d; color: #e8eaf0 }
form { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 8px 16px }
label[hidden] { display: none }
select, input { font: inherit; color: inherit; background: #262a33; border: 1px solid #4a505e; border-radius: 4px; padding: 2px 6px }
output { margin-left: auto; color: #b8bdca }
output[data-failed] { color: #ff9d8a }
iframe { flex: 1; border: 0; width: 100% }
`

/** Fetches a token for whoever the bar names, keeps it fresh, and opens the IDE. */
export const pageScript = `const frame = document.querySelector('iframe')
const form = document.querySelector('form')
let timer
const open = () => { frame.src = '${explorerPaths.ide}' }
const showFields = () => {
  for (const label of form.querySelectorAll('[data-for]')) label.hidden = label.dataset.for !== form.elements.kind.value
}
const say = (text, isFailed) => {
  const output = form.querySelector('output')
  output.value = text
  output.toggleAttribute('data-failed', isFailed)
}
const fetchToken = async () => {
  clearTimeout(timer)
  const wish = Object.fromEntries(new FormData(form))
  if (wish.customer === '') delete wish.customer
  if (wish.partner === '') delete wish.partner
  localStorage.setItem('iommi.explorer', JSON.stringify(wish))
  const response = await fetch('${explorerPaths.token}', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish),
  }).catch(() => null)
  const answer = response === null ? null : await response.json().catch(() => null)
  if (answer === null || answer.token === undefined) {
    sessionStorage.removeItem('iommi.token')
    timer = setTimeout(fetchToken, 5000)
    return say(answer?.errors?.[0]?.message ?? 'The gateway does not answer.', true)
  }
  sessionStorage.setItem('iommi.token', answer.token)
  timer = setTimeout(fetchToken, Math.max(5, answer.expiresInSeconds - 60) * 1000)
  say('Requests carry a token for ' + wish.kind + ' at ' + wish.tenant + '.', false)
}
const restore = () => {
  const wish = JSON.parse(localStorage.getItem('iommi.explorer') ?? '{}')
  for (const [name, value] of Object.entries(wish)) if (form.elements[name] !== undefined) form.elements[name].value = value
}
if (form === null) open()
else {
  restore()
  showFields()
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('change', () => { showFields(); fetchToken().then(open) })
  fetchToken().then(open)
}
`

/**
 * Runs before the IDE: requests and live connections of ours that carry no token of the person's own get the one the bar fetched,
 * each time anew. Where the person typed a token for requests only, live connections get that one.
 */
export const ideTokenScript = `{
  const isToken = (authorization) => /^Bearer \\S{20,}$/.test(authorization ?? '')
  const isOurs = (url, origin) => url.origin === origin && url.pathname === '/graphql'
  const barAuthorization = () => {
    const token = sessionStorage.getItem('iommi.token')
    return token === null ? null : 'Bearer ' + token
  }
  let typedAuthorization = null
  const send = window.fetch.bind(window)
  window.fetch = (input, init) => {
    const request = new Request(input, init)
    if (!isOurs(new URL(request.url), location.origin)) return send(request)
    const authorization = request.headers.get('authorization')
    typedAuthorization = isToken(authorization) ? authorization : null
    const bar = barAuthorization()
    if (typedAuthorization === null && bar !== null) request.headers.set('authorization', bar)
    return send(request)
  }
  const withToken = (text) => {
    const message = JSON.parse(text)
    if (message.type !== 'connection_init' || isToken(message.payload?.authorization)) return text
    const authorization = typedAuthorization ?? barAuthorization() ?? message.payload?.authorization
    return JSON.stringify({ ...message, payload: { ...message.payload, authorization } })
  }
  window.WebSocket = class extends WebSocket {
    send(data) {
      super.send(isOurs(new URL(this.url), location.origin.replace('http', 'ws')) ? withToken(data) : data)
    }
  }
}
`

const firstQuery = `query Viewer {
  viewer { id kind name roles permissions tenant { id slug } customer { id name } }
}
`

/** Starts the IDE on our endpoint. The placeholder of header and connection parameters is filled in by the bar; a token typed in its place wins. */
export function ideScript(hasBar: boolean): string {
  const authorization = hasBar ? 'Bearer <from the bar above>' : 'Bearer <your token>'
  const options = {
    endpointURL: '/graphql',
    subscriptionsEndpoint: '/graphql',
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialSubscriptionsPayload: { authorization },
    initialQuery: firstQuery,
    initialHeaders: { Authorization: authorization },
    // What a browser kept of an IDE that knew no subscriptions stays unused.
    instanceStorageNamespace: 'iommi_live_',
    disableAccount: true,
    initialSettings: {
      theme: 'dark',
      'schema.reloadOnStart': true,
      'alert.disableUpdateNotification': true,
      disablePushNotification: true,
      'banners.disable': true,
    },
  }
  return `AltairGraphQL.init({ ...${JSON.stringify(options)}, subscriptionsProtocol: location.protocol.replace('http', 'ws') })\n`
}

/** The IDE's own page; every script and style comes from files of ours. */
export function idePage(): string {
  const html = renderAltair({ baseURL: explorerPaths.ide, serveInitialOptionsInSeperateRequest: 'start.js' })
  return html.replace('</head>', `<script src="${explorerPaths.ideTokenScript}"></script></head>`)
}
