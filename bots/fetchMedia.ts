import type { Core } from '../core/core.ts'
import { openApi as openDiscordApi } from './discord/api.ts'
import { openMedia as openDiscordMedia } from './discord/media.ts'
import { openApi as openTelegramApi } from './telegram/api.ts'
import { openMedia as openTelegramMedia } from './telegram/media.ts'

/**
 * Lets this process fetch what people sent to either bot, whichever of them runs here: whoever sends something on may
 * have to fetch it from the other platform. It takes that platform's token, and nothing else. Returns the way to end it.
 */
export function fetchFromPlatforms(core: Core): () => Promise<void> {
  const { discord, telegram } = core.config
  const api = discord && openDiscordApi(discord)
  if (api) core.media.set('discord', openDiscordMedia(api))
  if (telegram) core.media.set('telegram', openTelegramMedia(telegram, openTelegramApi(telegram)))
  return async () => {
    core.media.clear()
    api?.close()
  }
}
