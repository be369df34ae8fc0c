import postgres from 'postgres'
import type { Tenant } from '../tenant.ts'
import { schemaOf } from '../tenant.ts'

/** Statements a suite has sent, each once with the parameters it was first sent with. */
export interface SentStatements {
  readonly record: (text: string, parameters: readonly unknown[]) => void
  readonly all: () => ReadonlyMap<string, readonly unknown[]>
}

/** An empty collection. */
export function sentStatements(): SentStatements {
  const statements = new Map<string, readonly unknown[]>()
  return {
    record: (text, parameters) => {
      if (/^\s*(select|update|delete|with|insert)\b/i.test(text) && !statements.has(text)) statements.set(text, parameters)
    },
    all: () => statements,
  }
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

/**
 * Plans every statement as the app role of the tenant with sequential scans disabled and returns what is
 * wrong: a table that is read whole, or an index that is not entered by `tenant_id`. A predicate that
 * row-level security cannot push into an index shows here before it is slow anywhere.
 */
export async function findUnindexed(url: string, subgraph: string, tenant: Tenant, sent: SentStatements): Promise<readonly string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  const findings: string[] = []
  try {
    for (const [text, parameters] of sent.all()) {
      const plan = await explain(sql, { schema: schemaOf(subgraph, tenant), tenantId: tenant.id }, text, parameters)
      const problems = plan === null ? ['cannot be planned'] : flatten(plan).flatMap((node) => problemOf(node) ?? [])
      findings.push(...problems.map((problem) => `${problem}\n    ${text.replaceAll(/\s+/g, ' ').slice(0, 400)}`))
    }
  } finally {
    await sql.end()
  }
  return findings
}

function problemOf(node: PlanNode): string | null {
  const table = node['Relation Name'] ?? node['Index Name']
  if (table === undefined || table.startsWith('pg_') || table === 'tenants') return null
  if (node['Node Type'] === 'Seq Scan') return `${table} is read whole`
  if (!node['Node Type'].includes('Index')) return null
  return (node['Index Cond'] ?? '').includes('tenant_id') ? null : `${String(node['Index Name'])} is not entered by tenant_id`
}

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)]
}

async function explain(
  sql: postgres.Sql,
  scope: { readonly schema: string; readonly tenantId: string },
  text: string,
  parameters: readonly unknown[],
): Promise<PlanNode | null> {
  const planned = sql.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${scope.tenantId}, true), set_config('search_path', ${scope.schema}, true), set_config('enable_seqscan', 'off', true)`
    // The parameters are what the driver was given: texts, numbers and arrays of them; it takes them again.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const given = parameters as string[]
    const rows = await tx.unsafe<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }[]>(`explain (format json) ${text}`, given)
    return rows[0]?.['QUERY PLAN'][0]?.Plan ?? null
  })
  return await planned.catch(() => null)
}
