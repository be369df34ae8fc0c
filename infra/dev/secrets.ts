import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const secret = z.string().regex(/^[0-9a-f]{64}$/)
const secretsFile = z.object({ postgresPassword: secret, rolePasswordSeed: secret, internalKeySeed: secret, cursorKey: secret })

/** What a data directory's stack is locked with; each is 64 hexadecimal digits. */
export type StackSecrets = Readonly<z.infer<typeof secretsFile>>

/** Secrets nobody else has. */
export function newSecrets(): StackSecrets {
  return { postgresPassword: random(), rolePasswordSeed: random(), internalKeySeed: random(), cursorKey: random() }
}

/** The secrets kept in `file`; made, readable for the owner only, when there are none yet. */
export function openSecrets(file: string): StackSecrets {
  if (existsSync(file)) return secretsFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  const secrets = newSecrets()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  return secrets
}

/** The password of a database role. */
export function rolePassword(secrets: Pick<StackSecrets, 'rolePasswordSeed'>, role: string): string {
  return derive(secrets.rolePasswordSeed, `role ${role}`)
}

/** The key of a caller and a callee, 64 hexadecimal digits. */
export function internalKey(secrets: Pick<StackSecrets, 'internalKeySeed'>, caller: string, callee: string): string {
  return derive(secrets.internalKeySeed, `caller ${caller} callee ${callee}`)
}

function random(): string {
  return randomBytes(32).toString('hex')
}

function derive(seed: string, purpose: string): string {
  return createHmac('sha256', Buffer.from(seed, 'hex')).update(purpose).digest('hex')
}
