import type { Core } from '../core/core.ts'
import type { Access } from './bot.ts'

/**
 * Lets this process fetch what people sent to either bot, whichever of them runs here: whoever sends something on may
 * have to fetch it from the other platform. It takes that platform's token, and nothing else; what a platform without one
 * would need is not loaded. Returns the way to end it.
 */
export async function fetchFromPlatforms(core: Core): Promise<() => Promise<void>> {
  const { discord, telegram } = core.config
  const close = discord && (await fetchFromDiscord(core, discord))
  if (telegram) await fetchFromTelegram(core, telegram)
  return async () => {
    core.media.clear()
    close?.()
  }
}

async function fetchFromDiscord(core: Core, access: Access): Promise<() => void> {
  const [{ openApi }, { openMedia }] = await Promise.all([import('./discord/api.ts'), import('./discord/media.ts')])
  const api = openApi(access)
  core.media.set('discord', openMedia(api))
  return api.close
}

async function fetchFromTelegram(core: Core, access: Access): Promise<void> {
  const [{ openApi }, { openMedia }] = await Promise.all([import('./telegram/api.ts'), import('./telegram/media.ts')])
  core.media.set('telegram', openMedia(access, openApi(access)))
}
