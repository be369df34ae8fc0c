import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { roundingMax, wanted, type Bucket, type BudgetChange } from './budget-bucket.ts'
import type { BudgetAnswer } from './budget-local.ts'

// One script, so that nothing comes between looking and taking, and Redis' clock, so that gateways' need not agree. A value is what
// is used up and when that was, in microseconds; a bucket that is full has none. Numbers are written in full: Lua would round them.
const script = `
  local change = ARGV[1]
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local used = {}
  local isAdmitted = 1
  for i, key in ipairs(KEYS) do
    local capacity, restore, amount = tonumber(ARGV[i * 3 - 1]), tonumber(ARGV[i * 3]), tonumber(ARGV[i * 3 + 1])
    local before, at = string.match(redis.call('GET', key) or '', '^(%S+) (%S+)$')
    local elapsed = math.max(0, now - (tonumber(at) or now)) / 1000000
    used[i] = math.max(0, (tonumber(before) or 0) - elapsed * restore)
    if change == 'charge' and used[i] + amount > capacity + ${String(roundingMax)} then isAdmitted = 0 end
  end
  local answer = { isAdmitted }
  for i, key in ipairs(KEYS) do
    local capacity, restore, amount = tonumber(ARGV[i * 3 - 1]), tonumber(ARGV[i * 3]), tonumber(ARGV[i * 3 + 1])
    if isAdmitted == 1 then
      if change == 'refund' then
        used[i] = math.max(0, used[i] - amount)
      elseif change == 'debit' then
        used[i] = math.min(used[i] + amount, 2 * capacity)
      else
        used[i] = used[i] + amount
      end
      local value = string.format('%.17g %.0f', used[i], now)
      if used[i] <= 0 then
        redis.call('DEL', key)
      elseif restore > 0 then
        redis.call('SET', key, value, 'PX', string.format('%.0f', math.min(math.ceil(used[i] / restore * 1000), 31536000000)))
      else
        redis.call('SET', key, value)
      end
    end
    answer[i + 1] = string.format('%.17g', used[i])
  end
  return answer`

const sha = createHash('sha1').update(script).digest('hex')

/** Changes buckets in Redis: all at once; a charge changes none unless all have room. Fails as commands do. */
export async function applyShared(redis: Redis, change: BudgetChange, buckets: readonly Bucket[]): Promise<BudgetAnswer> {
  const keys = buckets.map(({ key }) => key)
  const numbers = buckets.flatMap(({ capacity, restorePerSecond, amount }) => [capacity, restorePerSecond, wanted(amount)])
  const run = [keys.length, ...keys, change, ...numbers] as const
  const answer = await redis.evalsha(sha, ...run).catch(async (error: unknown) => {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return await redis.eval(script, ...run)
  })
  if (!Array.isArray(answer) || answer.length !== buckets.length + 1) throw new Error('Redis answered a budget with something else')
  const [isAdmitted, ...used] = answer.map(Number)
  return { isAdmitted: isAdmitted === 1, used }
}
