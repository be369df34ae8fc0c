import { secondsSince, type Metrics } from '@iommi/shared/metrics'
import type { Logger } from '@iommi/shared/telemetry'
import { markFailed, traceIdOf, type Span } from '@iommi/shared/tracing'
import { statusOfCode, worstCode } from './error-codes.ts'
import type { RequestRecord } from './gateway-context.ts'

/** One operation of a client, whatever the transport, that was answered or has begun its stream. */
export interface OperationReport {
  readonly requestId: string
  readonly traceparent: string
  readonly record: RequestRecord
  /** When it came, on the clock of `performance.now()`. */
  readonly startMs: number
  /** Of the HTTP answer; undefined where there is none to have a status. */
  readonly status: number | undefined
  /** Whether the client went away before there was an answer. */
  readonly isClientGone: boolean
}

/** Where operations are reported to. */
export interface ReportTargets {
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'request'> | undefined
  /** The one that the operation ran in. */
  readonly span: Span
}

/** Says of an operation, in its span, the request metric and one log line, what was asked for and what was wrong with it; nothing of what was in it. */
export function reportOperation({ log, metrics, span }: ReportTargets, report: OperationReport): void {
  const { record, startMs, isClientGone } = report
  const { operation, operationType, errorCodes, fetches, tenantId, actorKind } = record
  const worst = worstCode(errorCodes)
  if (operationType !== undefined) span.updateName(operationType)
  span.setAttributes({ 'graphql.operation.type': operationType ?? '', 'graphql.operation.name': operation ?? '' })
  if (worst !== null) markFailed(span, worst, statusOfCode[worst] >= 500)
  const code = isClientGone ? 'CLIENT_GONE' : (worst ?? 'OK')
  metrics?.request({ operationType: operationType ?? 'none', code }, secondsSince(startMs))
  log.info(
    {
      requestId: report.requestId,
      traceId: traceIdOf(report.traceparent),
      tenantId,
      actorKind,
      operation,
      operationType,
      status: isClientGone ? clientGoneStatus : report.status,
      durationMs: Math.round((performance.now() - startMs) * 100) / 100,
      fetches,
      errorCodes,
    },
    'operation',
  )
}

// As nginx has it: no answer was sent.
const clientGoneStatus = 499
