/** A real discord.js client against the stand-in: the library must not be able to tell. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  Partials,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DiscordPerson } from '../../../sandbox/discord/client.ts'
import { type DiscordStandIn, startDiscordStandIn } from '../../../sandbox/discord/start.ts'

let discord: DiscordStandIn
let client: Client<true>
let ana: DiscordPerson

beforeAll(async () => {
  discord = await startDiscordStandIn()
  client = await login(discord)
  await client.application.commands.set([
    {
      name: 'letter',
      nameLocalizations: { ko: '편지' },
      description: 'Write',
      contexts: [0, 1],
      integrationTypes: [0, 1],
    },
    { name: 'slow', description: 'Slow', contexts: [0, 1] },
    { name: 'where', description: 'Where', contexts: [0, 1] },
  ])
  client.on(Events.InteractionCreate, (interaction) =>
    answer(interaction).catch((error: unknown) => client.emit('error', error as Error)),
  )
  ana = discord.join({ name: 'Ana', locale: 'ko' })
})
afterAll(async () => {
  await client.destroy()
  await discord.close()
})

async function login(standIn: DiscordStandIn): Promise<Client<true>> {
  const { Guilds, DirectMessages, DirectMessageReactions } = GatewayIntentBits
  const created = new Client({
    intents: [Guilds, DirectMessages, DirectMessageReactions],
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    rest: { api: standIn.apiUrl },
  })
  const ready = new Promise<Client<true>>((resolve) => created.once(Events.ClientReady, resolve))
  await created.login(standIn.token)
  return ready
}

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) return answerCommand(interaction)
  if (interaction.isModalSubmit()) {
    const body = interaction.fields.getTextInputValue('body')
    const yes = new ButtonBuilder().setCustomId('yes').setLabel('Send').setStyle(ButtonStyle.Primary)
    const when = new StringSelectMenuBuilder()
      .setCustomId('when')
      .addOptions({ label: 'Now', value: 'n' }, { label: 'Later', value: 'l' })
    await interaction.reply({
      content: `Preview: ${body}`,
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(yes),
        new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(when),
      ],
    })
  } else if (interaction.isButton()) {
    await interaction.update({ content: 'Sent', components: [] })
  } else if (interaction.isStringSelectMenu()) {
    await interaction.reply({ content: `When: ${interaction.values.join()}`, flags: MessageFlags.Ephemeral })
  }
}

async function answerCommand(interaction: ChatInputCommandInteraction): Promise<void> {
  if (interaction.commandName === 'slow') {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral })
    await interaction.editReply('Took a while')
    await interaction.followUp({ content: 'And more', flags: MessageFlags.Ephemeral })
  } else if (interaction.commandName === 'where') {
    const content = `${interaction.guild?.name ?? 'DM'} ${interaction.locale} ${interaction.context}`
    const response = await interaction.reply({ content, flags: MessageFlags.Ephemeral, withResponse: true })
    expect(response.resource?.message?.content).toBe(content)
  } else {
    const input = new TextInputBuilder().setCustomId('body').setStyle(TextInputStyle.Paragraph).setMinLength(3)
    const label = new LabelBuilder().setLabel('Words').setTextInputComponent(input)
    await interaction.showModal(new ModalBuilder().setCustomId('letter').setTitle('A letter').addLabelComponents(label))
  }
}

const heard = <Value>(event: string) => new Promise<Value>((resolve) => client.once(event, resolve))

describe('discord.js', () => {
  test('a wrong token is refused at login', async () => {
    const stranger = new Client({ intents: [], rest: { api: discord.apiUrl } })
    await expect(stranger.login('wrong.token.here')).rejects.toThrow('invalid token')
    await stranger.destroy()
  })

  test('is ready with its own user, application and guild', () => {
    expect(client.user.id).toBe(discord.applicationId)
    expect(client.guilds.cache.map(({ name }) => name)).toEqual(['Lantern'])
  })

  test('command, modal, button and select', async () => {
    await ana.command('편지')
    expect(ana.form()).toMatchObject({ title: 'A letter', fields: [{ id: 'body', label: 'Words', min: 3 }] })
    await ana.submit({ body: 'Dear stranger' })
    expect(ana.chat().at(-1)?.text).toBe('Preview: Dear stranger')
    await ana.choose('Later')
    expect(ana.chat().at(-1)).toMatchObject({ text: 'When: l', ephemeral: true })
    await ana.press('Send')
    expect(ana.chat().map(({ text }) => text)).toContain('Sent')
  })

  test('ephemeral replies in the guild and in the DM, with withResponse', async () => {
    await ana.command('where', {}, { in: 'guild' })
    expect(ana.chat().at(-1)).toMatchObject({ text: 'Lantern ko 0', ephemeral: true, place: 'guild' })
    await ana.command('where')
    expect(ana.chat().at(-1)).toMatchObject({ text: 'DM ko 1', ephemeral: true, place: 'dm' })
  })

  test('a deferred reply, its edit and a follow-up', async () => {
    await ana.command('slow')
    expect((await ana.until('Took a while')).ephemeral).toBe(true)
    await ana.until('And more')
  })

  test('DMs both ways, with reply, reaction, edit and deletion', async () => {
    const user = await client.users.fetch(ana.id)
    const sent = await user.send({ content: 'Hello', enforceNonce: true, nonce: '1' })
    expect((await ana.until('Hello')).id).toBe(sent.id)
    const said = heard<{ content: string; reference: { messageId: string } | null }>(Events.MessageCreate)
    const mine = await ana.say('Hi bot', { replyTo: sent.id })
    expect(await said).toMatchObject({ content: 'Hi bot', reference: { messageId: sent.id } })
    const reacted = heard<{ emoji: { name: string } }>(Events.MessageReactionAdd)
    await ana.react(sent.id, '❤️')
    expect((await reacted).emoji.name).toBe('❤️')
    const edited = new Promise<string>((resolve) =>
      client.once(Events.MessageUpdate, (_old, now) => resolve(String(now.content))),
    )
    await ana.edit(mine, 'Hi again')
    expect(await edited).toBe('Hi again')
    await (await user.dmChannel?.messages.fetch(mine))?.react('👍')
    expect((await ana.until('Hi again')).reactions).toEqual([{ emoji: '👍', from: 'bot' }])
    const deleted = heard<{ id: string }>(Events.MessageDelete)
    await ana.remove(mine)
    expect((await deleted).id).toBe(mine)
    await sent.edit('Hello, edited')
    await ana.until('Hello, edited')
    await sent.delete()
    expect(ana.chat().find(({ id }) => id === sent.id)?.deleted).toBe(true)
  })

  test('files both ways', async () => {
    const user = await client.users.fetch(ana.id)
    await user.send({ files: [{ attachment: Buffer.from('hello'), name: 'note.txt' }] })
    expect((await ana.until(({ files }) => files.length > 0)).files).toMatchObject([{ name: 'note.txt', size: 5 }])
    const said = heard<{ attachments: Map<string, { url: string; name: string }> }>(Events.MessageCreate)
    await ana.say('see', { files: [{ name: 'me.txt', type: 'text/plain', data: Buffer.from('mine') }] })
    const [file] = [...(await said).attachments.values()]
    expect(await (await fetch(file?.url ?? '')).text()).toBe('mine')
  })

  test("refusals carry the platform's code", async () => {
    const user = await client.users.fetch(ana.id)
    await ana.block()
    const error = await user.send('x').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DiscordAPIError)
    expect(error).toMatchObject({ code: 50007, status: 403 })
    await ana.unblock()
    await expect(user.send('a'.repeat(2001))).rejects.toMatchObject({ code: 50035 })
  })

  test('waits out a 429 and retries a 5xx: the message comes once each', async () => {
    const user = await client.users.fetch(ana.id)
    const match = { method: 'POST', path: /\/messages$/ }
    discord.faults.inject({ kind: '429', retryAfterSeconds: 0.05, times: 1, match })
    await user.send('after the limit')
    discord.faults.inject({ kind: '500', times: 1, match })
    await user.send('after the error')
    const texts = ana.chat().map(({ text }) => text)
    expect(texts.filter((text) => text.startsWith('after the'))).toEqual(['after the limit', 'after the error'])
  })

  test('the answer lost after the work: the retry of discord.js doubles a message, its nonce prevents that', async () => {
    const user = await client.users.fetch(ana.id)
    const match = { method: 'POST', path: /\/messages$/ }
    const count = (text: string) => ana.chat().filter((seen) => seen.text === text).length
    discord.faults.inject({ kind: '500AfterCommit', times: 1, match })
    await user.send('doubled')
    expect(count('doubled')).toBe(2)
    discord.faults.inject({ kind: '500AfterCommit', times: 1, match })
    await user.send({ content: 'single', nonce: 'n-1', enforceNonce: true })
    expect(count('single')).toBe(1)
  })

  test('resumes after a drop and hears what it missed', async () => {
    const user = await client.users.fetch(ana.id)
    await user.createDM()
    const [session] = discord.gateway.sessions()
    const resumed = heard(Events.ShardResume)
    const said = heard<{ content: string }>(Events.MessageCreate)
    discord.gateway.drop()
    await ana.say('while you were away')
    expect((await said).content).toBe('while you were away')
    await resumed
    expect(discord.gateway.sessions()).toMatchObject([{ id: session?.id, resumes: 1, connected: true }])
  })

  test('answers at once when a heartbeat is asked for', async () => {
    const beats = () => discord.frames.filter(({ data }) => JSON.parse(data.toString()).op === 1).length
    const before = beats()
    discord.gateway.askForHeartbeat()
    await expect.poll(beats).toBe(before + 1)
  })

  test('follows a reconnect request with a resume', async () => {
    const resumed = heard(Events.ShardResume)
    discord.gateway.reconnect()
    await resumed
    await ana.command('where')
  })
})
