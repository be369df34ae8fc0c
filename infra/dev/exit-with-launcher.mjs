// Loaded before everything else in a service that the launcher started. A service drains by itself when the launcher is gone; this is for
// one that dies before it could listen for that, or gets stuck while it drains.
// Short, because Postgres and Redis end with the launcher too: there is little left to drain to.
const drainTimeoutMs = 2_000

// It was gone before this line.
if (!process.connected) process.exit(1)

process.once('disconnect', () => {
  if (process.listenerCount('disconnect') === 0) process.exit(1)
  setTimeout(() => process.exit(1), drainTimeoutMs).unref()
})
