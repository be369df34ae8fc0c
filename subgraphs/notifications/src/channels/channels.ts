import type { Channel } from './channel.ts'
import { inApp } from './in-app.ts'

/** Every channel there is. */
export const channels: readonly Channel[] = [inApp]
