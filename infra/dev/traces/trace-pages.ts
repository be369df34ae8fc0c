import { html, type Html } from './html.ts'
import type { ShownEvent, ShownSpan } from './otlp.ts'
import { titleOf, type Trace, type TraceFilter, type TraceStore, type TraceSummary } from './trace-store.ts'

/** Where the metrics of each process are. */
export type MetricsUrls = Readonly<Record<string, string>>

/** The list of traces that match, newest first, with the form that says which. */
export function listPage(
  store: TraceStore,
  filter: TraceFilter,
  options: { readonly isLive: boolean; readonly metrics: MetricsUrls },
): string {
  const traces = store.list(filter)
  const links = Object.entries(options.metrics).map(([name, url]) => html`<a href="${url}">${name}</a>`)
  return page(
    'Traces',
    html` <form method="get" action="/">
        <label
          >Service
          <select name="service">
            <option value="">all</option>
            ${store.services().map((name) => option(name, filter.service))}
          </select></label
        >
        <label>At least <input name="min" type="number" min="0" step="any" value="${filter.durationMsMin}" /> ms</label>
        <label><input name="errors" type="checkbox" value="1" ${checked(filter.onlyErrors)} /> with errors</label>
        <label><input name="live" type="checkbox" value="1" ${checked(options.isLive)} /> every 3 s</label>
        <button>Show</button>
      </form>
      ${traces.length === 0 ? html`<p>No traces. Each request of the gateway makes one, within a second.</p>` : table(traces)}
      <p>Metrics: ${links}</p>`,
    options.isLive,
  )
}

/** One trace as a waterfall; each span opens to its attributes and statements. */
export function tracePage(trace: Trace): string {
  const startUs = trace.spans[0]?.startUs ?? 0
  const wholeUs = Math.max(1, ...trace.spans.map(({ endUs }) => endUs - startUs))
  const rows = inTree(trace.spans).map(({ span, depth }) => waterfallRow(span, { depth, startUs, wholeUs }))
  return page(
    `Trace ${trace.traceId}`,
    html` <p>
        <a href="/">All traces</a> · ${clock(startUs)} · ${duration(wholeUs)} · ${trace.spans.length}
        spans${trace.left === 0 ? '' : ` and ${String(trace.left)} more`}
      </p>
      <table class="waterfall">
        <thead>
          <tr>
            <th scope="col">Span</th>
            <th scope="col">When</th>
            <th scope="col" class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
  )
}

/** What is answered where nothing is. */
export function missingPage(): string {
  return page('Not found', html`<p>There is no such trace, or not any more: the last 500 are kept. <a href="/">All traces</a></p>`)
}

function table(traces: readonly TraceSummary[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Began</th>
        <th scope="col">Trace</th>
        <th scope="col" class="number">Answered in</th>
        <th scope="col" class="number">All done in</th>
        <th scope="col" class="number">Spans</th>
        <th scope="col">Services</th>
      </tr>
    </thead>
    <tbody>
      ${traces.map(listRow)}
    </tbody>
  </table>`
}

function listRow(trace: TraceSummary): Html {
  const errors = trace.errorCount === 0 ? '' : html` <strong class="error">${trace.errorCount} failed</strong>`
  return html`<tr>
    <td>${clock(trace.startUs)}</td>
    <td><a href="/traces/${trace.traceId}">${trace.title}</a>${errors}</td>
    <td class="number">${duration(trace.answeredUs)}</td>
    <td class="number">${duration(trace.wholeUs)}</td>
    <td class="number">${trace.spanCount}</td>
    <td>${trace.services.join(', ')}</td>
  </tr>`
}

interface Place {
  readonly depth: number
  readonly startUs: number
  readonly wholeUs: number
}

const depthMax = 12

function waterfallRow(span: ShownSpan, { depth, startUs, wholeUs }: Place): Html {
  const left = ((span.startUs - startUs) / wholeUs) * 100
  const width = Math.max(0.3, ((span.endUs - span.startUs) / wholeUs) * 100)
  const marks = span.events.map(
    ({ atUs }) => html`<rect class="mark" x="${percent(((atUs - startUs) / wholeUs) * 100)}" y="2" width="1" height="12" />`,
  )
  const failed = span.isError ? html` <strong class="error">${span.attributes['error.type'] ?? 'failed'}</strong>` : ''
  return html`<tr>
    <td class="depth-${Math.min(depth, depthMax)}">
      <details>
        <summary><b>${span.service}</b> ${titleOf(span)}${failed}</summary>
        ${detailsOf(span)}
      </details>
    </td>
    <td>
      <svg role="img" aria-label="from ${duration(span.startUs - startUs)} for ${duration(span.endUs - span.startUs)}">
        <rect class="bar ${span.isError ? 'failed' : span.kind}" x="${percent(left)}" y="2" width="${percent(width)}" height="12" rx="2" />
        ${marks}
      </svg>
    </td>
    <td class="number">${duration(span.endUs - span.startUs)}</td>
  </tr>`
}

function detailsOf(span: ShownSpan): Html {
  const rows = Object.entries({ kind: span.kind, span: span.spanId, ...span.attributes }).filter(([, value]) => value !== '')
  return html`<dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <ol>
      ${span.events.map((event) => eventItem(event, span))}
    </ol>`
}

function eventItem({ name, atUs, attributes }: ShownEvent, span: ShownSpan): Html {
  const text = attributes['db.query.text'] ?? `${name} ${Object.values(attributes).join(' ')}`
  return html`<li><code>${text}</code> <small>after ${duration(atUs - span.startUs)}</small></li>`
}

/** Each span below its parent; those whose parent is not there stand at the root. */
function inTree(spans: readonly ShownSpan[]): readonly { readonly span: ShownSpan; readonly depth: number }[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  const children = new Map<string | null, ShownSpan[]>()
  for (const span of spans) {
    const parent = span.parentId !== null && known.has(span.parentId) ? span.parentId : null
    children.set(parent, [...(children.get(parent) ?? []), span])
  }
  const seen = new Set<string>()
  const below = (parent: string | null, depth: number): readonly { readonly span: ShownSpan; readonly depth: number }[] =>
    (children.get(parent) ?? []).flatMap((span) => {
      if (seen.has(span.spanId)) return []
      seen.add(span.spanId)
      return [{ span, depth }, ...below(span.spanId, depth + 1)]
    })
  const whole = below(null, 0)
  const circular = spans.filter(({ spanId }) => !seen.has(spanId))
  return [...whole, ...circular.map((span) => ({ span, depth: 0 }))]
}

function option(name: string, chosen: string | null): Html {
  return html`<option${name === chosen ? html` selected` : ''}>${name}</option>`
}

function checked(isOn: boolean): Html | string {
  return isOn ? html` checked` : ''
}

function percent(share: number): string {
  return `${share.toFixed(2)}%`
}

function clock(us: number): string {
  return new Date(us / 1_000).toISOString().slice(11, 23)
}

function duration(us: number): string {
  return us < 1_000_000 ? `${(us / 1_000).toFixed(1)} ms` : `${(us / 1_000_000).toFixed(2)} s`
}

function page(title: string, body: Html, isLive = false): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        ${isLive ? html`<meta http-equiv="refresh" content="3" />` : ''}
        <title>${title} · Iommi Supergraph</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.html
}

const depths = Array.from(
  { length: depthMax },
  (_, depth) => `.depth-${String(depth + 1)} { padding-left: ${String(0.6 + (depth + 1) * 1.1)}rem }`,
)

/** Style of the pages, for bright and dark surroundings. */
export const pageStyle = `:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a404c); --error: light-dark(#b3261e, #ff9d8a); --focus: light-dark(#1f5fd0, #8ab4ff) }
body { margin: 0; font: 14px/1.45 system-ui, sans-serif; background: light-dark(#fff, #16181d); color: light-dark(#1a1d24, #e8eaf0) }
main { padding: 1rem 1.5rem; max-width: 110rem; margin: auto }
h1 { font-size: 1.25rem; overflow-wrap: anywhere }
form { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; margin-bottom: 1rem }
input[type=number] { width: 5rem }
select, input, button { font: inherit }
a { color: var(--focus) }
p a + a { margin-left: .8rem }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid var(--line) }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.error { color: var(--error) }
.waterfall { table-layout: fixed }
.waterfall th:nth-child(1) { width: 40% }
.waterfall th:nth-child(3) { width: 6rem }
${depths.join('\n')}
summary { cursor: pointer }
svg { width: 100%; height: 16px; display: block }
.bar { fill: light-dark(#5b7fbd, #7f9fd6) }
.bar.client { fill: light-dark(#4b9a78, #6dbf9b) }
.bar.producer, .bar.consumer { fill: light-dark(#b0803a, #d6ab6a) }
.bar.failed { fill: var(--error) }
.mark { fill: light-dark(#1a1d24, #fff) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .4rem 0 }
dt { opacity: .75 }
dd { margin: 0; overflow-wrap: anywhere }
ol { margin: .4rem 0; padding-left: 1.5rem }
code { overflow-wrap: anywhere }
`
