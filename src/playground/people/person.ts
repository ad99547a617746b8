import { type APIAttachment, type APIMessage, type APIUser, PermissionFlagsBits } from 'discord-api-types/v10';
import { openInteraction } from '../interactions/open.js';
import type { ShownModal } from '../interactions/record.js';
import type { CommandChoice, CommandOption } from '../rules/command-body.js';
import { type Channel, isInGuild, isVisibleTo } from '../state/channels.js';
import type { StoredMessage } from '../state/messages.js';
import { permissionsIn } from '../state/permissions.js';
import type { World } from '../state/world.js';
import { fillOptions, type OptionValues } from './command-options.js';
import { displayName } from './display-name.js';
import { fillModal, type ModalValues } from './fill-modal.js';
import { findCommand, ownersOfMessage, type UsableCommand, usableCommands } from './find-command.js';
import { createInvocation, type Invocation } from './invocation.js';
import { joinGuild } from './join-guild.js';
import { makeChannel } from './make-channel.js';
import { PlaygroundRefusal } from './refusal.js';
import { chooseFrom, findButton } from './use-component.js';
import { createWriting, type Writing } from './writing.js';

/**
 * Somebody in the playground, and all that they can do. `where` is a channel's id: `general` of their first guild unless told; `dmId` for the
 * bot's direct messages; `privateId` or the playground's `elsewhereId` for a place where the bot acts through this
 * person's own installation only. Whatever Discord's client would not allow throws a PlaygroundRefusal.
 */
export interface Person extends Writing {
  readonly id: string;
  readonly name: string;
  readonly user: APIUser;
  readonly dmId: string;
  readonly privateId: string;
  /** The commands that the picker offers. */
  commands(where?: string): UsableCommand['command'][];
  /** Uses a slash command; a subcommand is named after a space: `stats room`. */
  slash(name: string, options?: OptionValues, where?: string): Invocation;
  /** What the bot offers for an option while it is being typed. */
  autocomplete(name: string, options: OptionValues, focused: string, where?: string): Promise<CommandChoice[]>;
  /** Uses a command from a message's menu. */
  messageCommand(name: string, messageId: string): Invocation;
  /** Uses a command from a user's menu. */
  userCommand(name: string, userId: string, where?: string): Invocation;
  /** Presses a button, named by its custom id or its label. */
  press(messageId: string, button: string): Invocation;
  /** Chooses in a menu, named by its custom id or its placeholder. */
  select(messageId: string, menu: string, values: readonly string[]): Invocation;
  /** Sends a modal off. */
  submit(modal: Pick<ShownModal, 'interactionId'>, entered: ModalValues): Invocation;
  /** The messages of a channel as this person sees them, oldest first: ephemeral ones of others are not there. */
  messages(channelId: string): APIMessage[];
  /** A message as this person sees it. */
  message(messageId: string): APIMessage | undefined;
  /** Takes an ephemeral message off the screen for good. */
  dismiss(messageId: string): void;
  /**
   * The channel of this person's own in their first guild, which everybody sees, but in a class nobody else; made when there is none yet, and named after them.
   *
   * @returns its id
   */
  makeChannel(): string;
  /** Whether this person may start a channel over: who made it, who manages channels, and in direct messages anybody. */
  mayStartOver(channelId: string): boolean;
  /** Takes all messages of a channel away, for everybody. */
  startOver(channelId: string): void;
  /** Joins another guild, named by its id; nothing happens where they are a member. */
  joinGuild(guildId: string): void;
  /** Takes another display name, of 1 to 32 characters; the bot reads it from the next interaction on. */
  rename(name: string): void;
  /** Leaves all guilds; the messages stay. */
  leave(): void;
}

/** What a user does, over the world they are in. */
export function createPerson(world: World, user: APIUser, locale: string): Person {
  const [home = world.guilds.first] = world.guilds.withMember(user.id);
  const general = world.channels.ofGuild(home.id)[0]?.id ?? '';
  const ownChannel = (kind: 'dm' | 'private') => world.channels.owned(kind, user.id)?.id ?? '';

  const place = (where: string = general): Channel => {
    const channel = world.channels.get(where);
    if (!channel || !isVisibleTo(channel, user.id)) throw new PlaygroundRefusal('There is no such channel.');
    if (!world.users.get(user.id)) throw new PlaygroundRefusal(`${user.global_name} has left.`);
    if (!isMemberOf(channel)) throw new PlaygroundRefusal('There is no such channel.');
    return channel;
  };
  const isMemberOf = (channel: Channel) =>
    !isInGuild(channel) || world.guilds.of(channel)?.joinedAt(user.id) !== undefined;
  const seen = (stored: StoredMessage) => stored.visibleTo === undefined || stored.visibleTo === user.id;
  const visible = (messageId: string): StoredMessage => {
    const stored = world.messages.get(messageId);
    if (!stored || !seen(stored)) throw new PlaygroundRefusal('This message is not there.');
    place(stored.channel.id);
    return stored;
  };
  const act = (deed: Omit<Parameters<typeof openInteraction>[1], 'user' | 'locale'>) =>
    openInteraction(world, { ...deed, user, locale });
  const mayStartOver = (channel: Channel): boolean =>
    channel.makerId === user.id ||
    channel.ownerId === user.id ||
    (channel.kind === 'guild' &&
      (BigInt(permissionsIn(world, channel, user.id)) & PermissionFlagsBits.ManageChannels) !== 0n);
  const waiting = new Map<string, APIAttachment>();

  const startSlash = (
    kind: 'command' | 'autocomplete',
    name: string,
    values: OptionValues,
    where?: string,
    focused?: string,
  ) => {
    const channel = place(where);
    const [root = '', ...path] = name.split(' ');
    const { command, owners } = findCommand(world, channel, user.id, root, 1);
    // What is registered has been read by the rules, in this very shape.
    const options = (command.options ?? []) as unknown as CommandOption[];
    const filled = fillOptions(world, options, path, values, { id: user.id, channel, files: waiting }, focused);
    const focusedOption =
      focused === undefined ? undefined : leaf(options, path).find((option) => option.name === focused);
    if (focused !== undefined && !focusedOption?.autocomplete)
      throw new PlaygroundRefusal('This option offers no choices.', focused);
    const data = {
      id: command.id,
      name: command.name,
      type: command.type,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      ...(filled.options.length > 0 ? { options: filled.options } : {}),
      ...(Object.keys(filled.resolved).length > 0 ? { resolved: filled.resolved } : {}),
    };
    return act({ kind, channel, owners, data, focusedType: focusedOption?.type });
  };

  const useComponent = (source: StoredMessage, data: object): Invocation => {
    const owners =
      source.message.interaction_metadata?.authorizing_integration_owners ??
      ownersOfMessage(world, source.channel, user.id);
    return createInvocation(world, act({ kind: 'component', channel: source.channel, owners, data, source }));
  };

  return {
    id: user.id,
    get name() {
      return user.global_name ?? user.username;
    },
    user,
    dmId: ownChannel('dm'),
    privateId: ownChannel('private'),
    commands: (where) => usableCommands(world, place(where), user.id).map(({ command }) => command),
    slash: (name, options = {}, where) => createInvocation(world, startSlash('command', name, options, where)),
    async autocomplete(name, options, focused, where) {
      const record = startSlash('autocomplete', name, options, where, focused);
      const first = await createInvocation(world, record).first();
      if (first === 'failed') throw new PlaygroundRefusal('Loading options failed', focused);
      return record.choices ?? [];
    },
    messageCommand(name, messageId) {
      const { message, channel } = visible(messageId);
      const { command, owners } = findCommand(world, channel, user.id, name, 3);
      const data = {
        id: command.id,
        name,
        type: 3,
        target_id: messageId,
        resolved: { messages: { [messageId]: message } },
      };
      return createInvocation(world, act({ kind: 'command', channel, owners, data, targetMessageId: messageId }));
    },
    userCommand(name, userId, where) {
      const channel = place(where);
      const { command, owners } = findCommand(world, channel, user.id, name, 2);
      const target = world.users.get(userId);
      if (!target) throw new PlaygroundRefusal('There is nobody with this id.');
      const data = { id: command.id, name, type: 2, target_id: userId, resolved: { users: { [userId]: target } } };
      return createInvocation(world, act({ kind: 'command', channel, owners, data }));
    },
    press(messageId, button) {
      const source = visible(messageId);
      const found = findButton(source.message, button);
      return useComponent(source, { component_type: 2, custom_id: found.custom_id, id: found.id });
    },
    select(messageId, menu, values) {
      const source = visible(messageId);
      const chosen = chooseFrom(world, source.message, menu, values, { id: user.id, channel: source.channel });
      const { type, custom_id, id } = chosen.select;
      const resolved = type === 3 ? {} : { resolved: chosen.resolved };
      return useComponent(source, { component_type: type, custom_id, id, values: chosen.values, ...resolved });
    },
    submit({ interactionId }, entered) {
      const openedBy = world.interactions.get(interactionId);
      const modal = openedBy?.modal;
      if (openedBy?.userId !== user.id || modal === undefined) throw new PlaygroundRefusal('This form is not open.');
      const channel = place(openedBy.channelId);
      const data = fillModal(world, modal, entered, { id: user.id, channel });
      const source = openedBy.sourceMessageId === undefined ? undefined : world.messages.get(openedBy.sourceMessageId);
      const owners = openedBy.payload.authorizing_integration_owners;
      const submitted = createInvocation(world, act({ kind: 'modal', channel, owners, data, source, openedBy }));
      // A form that was sent is closed, and comes back when the application does not respond.
      openedBy.modal = undefined;
      void submitted.first().then((first) => {
        if (first === 'failed') openedBy.modal = modal;
      });
      return submitted;
    },
    ...createWriting(world, user, { place, visible }, waiting),
    messages: (channelId) =>
      world.messages
        .inChannel(place(channelId).id)
        .filter(seen)
        .map((stored) => stored.message),
    message(messageId) {
      const stored = world.messages.get(messageId);
      const isThere = stored && seen(stored) && isVisibleTo(stored.channel, user.id) && isMemberOf(stored.channel);
      return isThere ? stored.message : undefined;
    },
    dismiss(messageId) {
      const stored = visible(messageId);
      if (stored.visibleTo !== user.id)
        throw new PlaygroundRefusal('Only a message that you alone can see can be dismissed.');
      world.messages.remove(stored);
    },
    makeChannel() {
      const known = world.channels.madeBy(user.id, home.id);
      return (known ?? makeChannel(world, home.id, user)).id;
    },
    mayStartOver: (channelId) => mayStartOver(place(channelId)),
    startOver(channelId) {
      const channel = place(channelId);
      if (!mayStartOver(channel))
        throw new PlaygroundRefusal(
          'Only the person who made this channel, or somebody who manages channels, can start it over.',
        );
      world.messages.clear(channel);
    },
    joinGuild: (guildId) => joinGuild(world, guildId, user),
    rename(name) {
      // The playground hands out one object per user, so everybody who has it reads the new name.
      user.global_name = displayName(name);
      world.events.emit('person-renamed', user);
    },
    leave() {
      const left = world.guilds.withMember(user.id);
      for (const guild of left) guild.leave(user.id);
      world.users.remove(user.id);
      for (const guild of left) world.events.emit('member-removed', { guild, user });
      world.events.emit('person-left', user);
    },
  };
}

function leaf(options: readonly CommandOption[], path: readonly string[]): readonly CommandOption[] {
  const [next, ...rest] = path;
  if (next === undefined) return options;
  return leaf(options.find((option) => option.name === next)?.options ?? [], rest);
}
