/** The platform's refusals, in its own words. docs: topics/opcodes-and-status-codes#json */

export class ApiFailure extends Error {
  readonly status: number
  readonly code: number
  readonly errors: unknown

  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message)
    this.name = 'ApiFailure'
    this.status = status
    this.code = code
    this.errors = errors
  }

  body(): { message: string; code: number; errors?: unknown } {
    const { message, code, errors } = this
    return errors === undefined ? { message, code } : { message, code, errors }
  }
}

export const refusals = {
  unauthorized: () => new ApiFailure(401, 0, '401: Unauthorized'),
  noRoute: () => new ApiFailure(404, 0, '404: Not Found'),
  noMethod: () => new ApiFailure(405, 0, '405: Method Not Allowed'),
  unknownChannel: () => new ApiFailure(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new ApiFailure(404, 10004, 'Unknown Guild'),
  unknownMember: () => new ApiFailure(404, 10007, 'Unknown Member'),
  unknownMessage: () => new ApiFailure(404, 10008, 'Unknown Message'),
  unknownUser: () => new ApiFailure(404, 10013, 'Unknown User'),
  unknownEmoji: () => new ApiFailure(400, 10014, 'Unknown Emoji'),
  unknownWebhook: () => new ApiFailure(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new ApiFailure(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new ApiFailure(404, 10063, 'Unknown application command'),
  unknownApplication: () => new ApiFailure(404, 10002, 'Unknown Application'),
  tooManyCommands: (most: number) =>
    new ApiFailure(400, 30032, `Maximum number of application commands reached (${most}).`),
  tooLarge: () => new ApiFailure(413, 40005, 'Request entity too large'),
  alreadyAcknowledged: () => new ApiFailure(400, 40060, 'Interaction has already been acknowledged.'),
  tooManyFollowUps: () =>
    new ApiFailure(400, 40094, 'Maximum number of follow up messages has been hit for this interaction'),
  missingAccess: () => new ApiFailure(403, 50001, 'Missing Access'),
  notOnDm: () => new ApiFailure(403, 50003, 'Cannot execute action on a DM channel'),
  notYourMessage: () => new ApiFailure(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new ApiFailure(400, 50006, 'Cannot send an empty message'),
  /** 400 from creating the DM, 403 from sending into it. discord/discord-api-docs#1905 */
  cannotMessageUser: (status: 400 | 403) => new ApiFailure(status, 50007, 'Cannot send messages to this user'),
  missingPermissions: () => new ApiFailure(403, 50013, 'Missing Permissions'),
  invalidWebhookToken: () => new ApiFailure(401, 50027, 'Invalid Webhook Token'),
  invalidRecipients: () => new ApiFailure(400, 50033, 'Invalid Recipient(s)'),
  invalidVersion: () => new ApiFailure(400, 50041, 'Invalid API version'),
  voiceMessageAlone: () => new ApiFailure(400, 50159, 'Voice messages do not support additional content'),
  voiceMessageOneFile: () => new ApiFailure(400, 50160, 'Voice messages must have a single audio attachment'),
  voiceMessageDetails: () => new ApiFailure(400, 50161, 'Voice messages must have supporting metadata'),
  voiceMessageFixed: () => new ApiFailure(400, 50162, 'Voice messages cannot be edited'),
  unknownSticker: () => new ApiFailure(404, 10060, 'Unknown sticker'),
  invalidJson: () => new ApiFailure(400, 50109, 'The request body contains invalid JSON.'),
  noMutualGuild: () => new ApiFailure(403, 50278, 'Cannot send messages to this user due to having no mutual guilds'),
}
