import type { APIApplicationCommandOption, RESTPutAPIApplicationCommandsJSONBody } from 'discord.js'
import type { Command } from '../dialogue/catalogue.ts'
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
} from './library.ts'

/**
 * The catalogue as Discord's global slash commands: English by default, Korean for Korean clients, usable in a server
 * and in the bot's DM, with the app installed to a server or to a person (docs: interactions/application-commands).
 */
export function renderCommands(catalogue: readonly Command[]): RESTPutAPIApplicationCommandsJSONBody {
  return catalogue.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    ...named(command),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
    options: command.options.map(renderOption),
  }))
}

function renderOption(option: Command['options'][number]): APIApplicationCommandOption {
  return {
    type: ApplicationCommandOptionType.String,
    ...named(option),
    required: false,
    ...(option.choices
      ? {
          choices: option.choices.map(({ value, names }) => ({
            value,
            name: names.en,
            name_localizations: { [Locale.Korean]: names.ko },
          })),
        }
      : {}),
  }
}

function named({ name, names, describe }: Pick<Command, 'name' | 'names' | 'describe'>) {
  return {
    name,
    name_localizations: { [Locale.Korean]: names.ko },
    description: describe.en,
    description_localizations: { [Locale.Korean]: describe.ko },
  }
}
