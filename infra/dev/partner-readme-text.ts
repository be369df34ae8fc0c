import type { ManifestEntry } from '@iommi/schema/operation-manifest'
import { markdownTable } from './markdown-table.ts'

/** How a partner gets a token, with curl lines that work against a development stack. */
export function gettingAToken(partner: string): string {
  return `## A token first

You have a client id, \`partner-${partner}\`, and a client secret, which was told once. With both you fetch an access token (OAuth 2.0 client credentials), good for 15 minutes: keep it, and fetch the next one a minute before \`expires_in\` seconds are over.

\`\`\`sh
API_URL=http://localhost:4000/graphql            # in production: the address you were given
TOKEN_URL=$(npm run -s partner -- token-url)     # in production: the address you were given
CLIENT_SECRET=…                                  # yours; in development, npm run partner -- add ${partner} prints one
\`\`\`

\`\`\`sh
TOKEN=$(curl -s "$TOKEN_URL" -u "partner-${partner}:$CLIENT_SECRET" -d grant_type=client_credentials |
  node -pe 'JSON.parse(require("fs").readFileSync(0, "utf8")).access_token')
\`\`\`

Id and secret go into the header, as above, or into the form as \`client_id\` and \`client_secret\`. Keep the secret out of code and logs. When you ask for a new secret the one before goes on working until you tell us that nobody uses it any more. \`{"error": "invalid_client"}\` with status 401 means that the secret is wrong or retired, or your access revoked.`
}

/** How a partner follows changes without missing one. */
export function liveChanges({ name, id }: ManifestEntry): string {
  return `## Following changes live

${name} answers with a stream of Server-Sent Events that goes on for as long as your token counts: a message as \`event: next\`, its position as \`id:\`, and a comment line every 12 seconds, so that silence means a dead connection. When it breaks, or your token ends, come again with the last \`id\` in the header \`last-event-id\` (the EventSource of a browser does so by itself): it goes on right behind it, nothing is lost and nothing comes twice.

\`\`\`sh
curl -sN "$API_URL" -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -H 'accept: text/event-stream' \\
  -H "last-event-id: $CURSOR" -d '{ "documentId": "sha256:${id}" }'
\`\`\`

- Store the \`id\` together with what you did because of the message: after a crash you go on there. Positions are kept for seven days.
- \`Checkpoint\` means that nothing has happened up to that position. Its \`id\` is as good as any other.
- \`ResyncRequired\` means that the position is too old, and is the last message of the stream: read what you need anew, and begin from the \`changesCursor\` of that answer, as the variable \`after\`.
- \`event: complete\` ends a stream for good. Errors in it are those below.
- Over WebSocket it is the same (protocol \`graphql-transport-ws\`): \`connection_init\` with \`{"authorization": "Bearer …"}\`, then \`subscribe\` with \`{"query": "", "documentId": "sha256:…", "variables": {…}}\`; there you pass the last \`cursor\` on as \`after\`.`
}

/** Every code that a partner can be answered with; `status` is that of a request that is refused as a whole. */
export const partnerErrors: readonly { readonly code: string; readonly status: number; readonly meaning: string; readonly todo: string }[] =
  [
    {
      code: 'UNAUTHENTICATED',
      status: 401,
      meaning: 'no token, an expired one, or your access has been revoked (the message says which)',
      todo: 'fetch a token and try again, once; when that is refused too, ask us',
    },
    {
      code: 'OPERATION_NOT_REGISTERED',
      status: 403,
      meaning: 'the id is not one of yours, was revoked, or a query text came along',
      todo: 'send an id of this page, as `documentId` or `extensions.persistedQuery`, and no `query`',
    },
    { code: 'OPERATION_EXPIRED', status: 410, meaning: 'its last day is over', todo: 'use its successor; ask us for one' },
    {
      code: 'BAD_USER_INPUT',
      status: 400,
      meaning: 'a variable is missing, not known or out of range: the message names it and the rule',
      todo: 'correct it',
    },
    { code: 'BAD_REQUEST', status: 400, meaning: 'no JSON, or an id that is none', todo: 'correct it' },
    { code: 'BATCHING_NOT_ALLOWED', status: 400, meaning: 'a list of requests', todo: 'send them one by one' },
    {
      code: 'SUBSCRIPTION_TRANSPORT_REQUIRED',
      status: 400,
      meaning: 'a subscription without `accept: text/event-stream`',
      todo: 'send that header, or use a WebSocket',
    },
    {
      code: 'COST_LIMIT_EXCEEDED',
      status: 400,
      meaning: 'with these variables it costs more than its ceiling',
      todo: 'ask for shorter pages (`first`)',
    },
    {
      code: 'RATE_LIMITED',
      status: 429,
      meaning: 'the requests of a minute, of one operation or of all together, or the costs, are used up',
      todo: 'wait as many seconds as the header `Retry-After` says',
    },
    {
      code: 'SUBSCRIPTION_LIMIT_EXCEEDED',
      status: 429,
      meaning: 'too many streams or connections at once',
      todo: 'close one; then try again',
    },
    {
      code: 'FORBIDDEN',
      status: 403,
      meaning: 'your tenant is suspended; within an answer: a field that partners may not see, null',
      todo: 'ask us',
    },
    {
      code: 'CONFLICT',
      status: 409,
      meaning: 'a mutation with the same `idempotencyKey` is under way',
      todo: 'when `extensions.retryable` is true: the same request again, in a second',
    },
    {
      code: 'OPERATION_INVALIDATED',
      status: 410,
      meaning: 'a deploy took away what a stream selects: `extensions.coordinate` names it',
      todo: 'use the successor of the operation',
    },
    { code: 'PAYLOAD_TOO_LARGE', status: 413, meaning: 'a body of more than 65,536 bytes', todo: 'split it' },
    {
      code: 'UNSUPPORTED_MEDIA_TYPE',
      status: 415,
      meaning: 'a body that is not `application/json`, or is compressed',
      todo: 'send plain JSON',
    },
    { code: 'NOT_ACCEPTABLE', status: 406, meaning: '`accept` rules JSON out', todo: 'leave it away' },
    { code: 'METHOD_NOT_ALLOWED', status: 405, meaning: 'neither GET nor POST; or GET of a mutation', todo: 'use POST' },
    {
      code: 'UPSTREAM_UNAVAILABLE',
      status: 503,
      meaning: 'a part of ours is away; within an answer: that part is null',
      todo: 'try again after `Retry-After`, else after a second, then two, four …; mutations with the same `idempotencyKey`',
    },
    { code: 'REQUEST_TIMEOUT', status: 503, meaning: 'it took longer than 10 seconds', todo: 'as above' },
    {
      code: 'INTERNAL_SERVER_ERROR',
      status: 500,
      meaning: 'a fault of ours',
      todo: 'tell us the `extensions.requestId`; do not repeat it in a loop',
    },
  ]

/** What an answer looks like, what is limited, and what each error means. */
export function answersAndLimits(hasOperations: boolean): string {
  const rows = partnerErrors.map(({ code, status, meaning, todo }) => [code, String(status), meaning, todo])
  const byPost = hasOperations
    ? 'Operations are sent by POST as above. A query may also come by GET, with `documentId` and `variables` (JSON) in the query string and the header `apollo-require-preflight: 1`. Clients of Apollo send the id as `extensions.persistedQuery.sha256Hash`, without `sha256:`.\n\n'
    : ''
  return `## Answers and limits

${byPost}- An answer has \`data\`, and \`errors\` where something went wrong. With status 200 both may be there: what could not be had is null, \`path\` says which.
- What a mutation could not do is in \`userErrors\`, as data: \`code\` for programs, \`message\` for people. A refused mutation has changed nothing.
- Every mutation has an \`idempotencyKey\`: send the same request with the same key again for as long as you have no answer; it has one effect and one answer. Another request needs another key.
- Not there and not yours look the same: null, without an error.
- Money is in whole minor units (\`amountMinor\` 1999 with \`exponent\` 2 is 19.99), times are UTC.
- \`extensions.cost\` says what an operation cost and what is left of your budget; a stream pays for each message. Beside the limits of each operation, all of yours together have 1,000 requests and a cost of 100,000 a minute, unless we agreed on more.
- A request has 65,536 bytes at most, and 10 seconds. You may have ten connections with streams at once.

## Errors

\`errors[].extensions.code\` is for programs; \`extensions.requestId\`, also the header \`x-request-id\`, is what we ask for when you need help.

${markdownTable(['code', 'status', 'what it means', 'what to do'], rows)}`
}
