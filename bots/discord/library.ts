import discord = require('discord.js')

/**
 * What is taken of discord.js beside its types. It is CommonJS: an `import` would read three hundred files of it once more,
 * only for the names in them, which takes a third of the time that loading it does.
 */
export import ApplicationCommandOptionType = discord.ApplicationCommandOptionType
export import ApplicationCommandType = discord.ApplicationCommandType
export import ApplicationIntegrationType = discord.ApplicationIntegrationType
export import ButtonStyle = discord.ButtonStyle
export import ChannelType = discord.ChannelType
export import Client = discord.Client
export import ComponentType = discord.ComponentType
export import DefaultRestOptions = discord.DefaultRestOptions
export import DiscordAPIError = discord.DiscordAPIError
export import EmbedType = discord.EmbedType
export import Events = discord.Events
export import GatewayCloseCodes = discord.GatewayCloseCodes
export import GatewayDispatchEvents = discord.GatewayDispatchEvents
export import GatewayIntentBits = discord.GatewayIntentBits
export import HTTPError = discord.HTTPError
export import InteractionContextType = discord.InteractionContextType
export import InteractionResponseType = discord.InteractionResponseType
export import InteractionType = discord.InteractionType
export import Locale = discord.Locale
export import MessageFlags = discord.MessageFlags
export import MessageType = discord.MessageType
export import Options = discord.Options
export import RateLimitError = discord.RateLimitError
export import REST = discord.REST
export import RESTEvents = discord.RESTEvents
export import Routes = discord.Routes
export import SnowflakeUtil = discord.SnowflakeUtil
export import Status = discord.Status
export import TextInputStyle = discord.TextInputStyle
