import { maskText } from '../page/mask-secrets.js';
import type { GuildState } from '../state/guild.js';
import type { World } from '../state/world.js';

/** Names that stand for ids in a transcript: `person 1`, `bot`, `channel general`, `dm 1`, `2:original`, … */
export interface Names {
  set(id: string, name: string): void;
  /** The name of an id; undefined for one that is not known. */
  nameOf(id: string): string | undefined;
  /** The name of a place: `general`, `thread 1`, `dm 1`. A thread has the id of the message that it is about. */
  placeOf(channelId: string): string | undefined;
  idOf(name: string): string | undefined;
  /** A text with each known id as `⟦name⟧` and secrets masked. */
  hide(text: string): string;
  /** The same for what the bot wrote, where addresses of files and points in time differ from run to run as well. */
  hideAll(text: string): string;
}

// Source: the snowflake format of Discord's documentation; ids of today have 17 to 20 digits.
const SNOWFLAKE = /(?<!\d)\d{17,20}(?!\d)/g;
const TIMESTAMP = /<t:-?\d+(:[tTdDfFsSR])?>/g;
const HIDDEN = /⟦([^⟦⟧]+)⟧/g;

/** The names of what is in a world from the start; people and messages are added as they come. */
export function createNames(world: World): Names {
  const byId = new Map<string, string>();
  const byName = new Map<string, string>();
  const set = (id: string, name: string): void => {
    byId.set(id, name);
    byName.set(name, id);
  };
  set(world.applicationId, 'bot');
  const { first } = world.guilds;
  const setGuild = (guild: GuildState): void => {
    const within = guild === first ? '' : ` of ${guild.name}`;
    set(guild.id, `server${within}`);
    for (const { id, name } of world.channels.ofGuild(guild.id)) set(id, `channel ${name}${within}`);
    for (const { id, name } of guild.roles) if (id !== guild.id) set(id, `role ${name}${within}`);
  };
  for (const guild of world.guilds.all()) setGuild(guild);
  world.events.on('guild-created', setGuild);
  const threads = new Map<string, string>();
  world.events.on('channel-created', ({ id, name, thread }) => {
    if (!thread) return set(id, `channel ${name}`);
    const called = `thread ${threads.size + 1}`;
    threads.set(id, called);
    byName.set(called, id);
    if (!byId.has(id)) byId.set(id, called);
  });
  set(world.elsewhere.id, 'channel elsewhere');
  if (world.elsewhere.guildId !== undefined) set(world.elsewhere.guildId, 'server elsewhere');

  // Commands come and go with every registration, so they are looked up when they are met.
  const commands = () => [...world.commands.list(), ...world.commands.list(first.id)];
  const commandName = ({ type, name }: { type: number; name: string }) => `command ${type} ${name}`;
  const nameOf = (id: string) => {
    const command = byId.has(id) ? undefined : commands().find((one) => one.id === id);
    return command ? commandName(command) : byId.get(id);
  };
  const idOf = (name: string) => byName.get(name) ?? commands().find((one) => commandName(one) === name)?.id;

  const hide = (text: string): string =>
    maskText(text, world.botToken).replace(SNOWFLAKE, (id) => {
      const name = nameOf(id);
      return name === undefined ? id : `⟦${name}⟧`;
    });

  return {
    set,
    nameOf,
    placeOf: (channelId) => threads.get(channelId) ?? nameOf(channelId)?.replace(/^channel /, ''),
    idOf,
    hide,
    hideAll(text) {
      const files = text.split(`${world.origin()}/attachments/`);
      const local = files.map((part, index) => (index === 0 ? part : part.replace(FILE, 'attachment://$1')));
      return hide(local.join('')).replace(TIMESTAMP, (_, style = '') => `<t:⟦time⟧${style}>`);
    },
  };
}

/** Behind where files are: the ids of its channel and of itself, its name, and the key to it. */
const FILE = /^\d+\/\d+\/([^\s?]*)(?:\?hm=[\w-]+)?/;

/** A text of `hide` with the ids of a playground in place of the names; unknown names stay. */
export function revealIds(text: string, idOf: (name: string) => string | undefined): string {
  return text.replace(HIDDEN, (whole, name: string) => idOf(name) ?? whole);
}
