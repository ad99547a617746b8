import { computed, signal } from '@preact/signals';
import type { APIUser } from 'discord-api-types/v10';
import type { AboutView } from '../../playground/page/about.js';
import type {
  ChannelView,
  CommandsView,
  MessageView,
  PersonView,
  RoleView,
  ServerFrame,
} from '../../playground/page/server-frames.js';
import { channelOfAddress, showAddress } from './address.js';
import { announce, announceMessage } from './announce.js';
import { applyInteraction, forgetDeeds, forgetPresses } from './deeds.js';
import { forgetAddressedCode, knock, place, stage } from './place.js';
import { enlarged, profileOpen } from './screen.js';
import { request } from './socket.js';
import { noteTyping, stopTyping } from './typing.js';
import { addWire } from './wire.js';

/** Everything the page knows of the playground, as the server last said it. */
export const you = signal<PersonView>({ id: '', name: '', colour: 0, here: true });
export const bot = signal({ id: '', name: '', online: false });
export const people = signal<ReadonlyMap<string, PersonView>>(new Map());
export const channels = signal<readonly ChannelView[]>([]);
/** The roles that somebody can have. */
export const roles = signal<readonly RoleView[]>([]);
export const commands = signal<CommandsView>({ guild: [], dm: [], private: [] });
/** The options whose text is previewed while it is typed, by command. */
export const previews = signal<Readonly<Record<string, readonly string[]>>>({});
export const about = signal<AboutView>({ name: '', headline: '', text: '', steps: [] });
/** The names of the commands that this person has used. */
export const used = signal<ReadonlySet<string>>(new Set());
/** The messages that are here; a channel without a list is loaded when it is opened. */
export const messages = signal<Readonly<Record<string, readonly MessageView[]>>>({});
/** Whether a channel has older messages than those that are here. */
export const more = signal<Readonly<Record<string, boolean>>>({});
export const unread = signal<ReadonlySet<string>>(new Set());

const chosenId = signal('');
/** The channel that is open: until another is chosen, the one that a class shares, else the first. */
export const channel = computed<ChannelView | undefined>(() => {
  const find = (wanted: string) => channels.value.find(({ id }) => id === wanted);
  const shared = place.value.mode === 'class' ? find(place.value.channelId) : undefined;
  return find(chosenId.value) ?? shared ?? channels.value[0];
});

let instance = '';

// A tab left open for a day must not hold every message of the day in its document.
const MAX_SHOWN = 300;

/** Opens a channel, and puts it into the page's address. */
export function openChannel(id: string): void {
  chosenId.value = id;
  if (channel.value) showAddress(channel.value, channels.value);
  unread.value = new Set([...unread.value].filter((one) => one !== id));
}

/** Opens the channel that the page's address names, if there is one. */
export function openAddressed(): void {
  const addressed = channelOfAddress(channels.value);
  if (addressed) chosenId.value = addressed.id;
}

/** The commands that can be used in a channel. */
export function commandsIn(channelId: string): CommandsView[keyof CommandsView] {
  const found = channels.value.find(({ id }) => id === channelId);
  return found ? commands.value[found.kind === 'thread' ? 'guild' : found.kind] : [];
}

/** Makes this person's own channel, or finds it, and opens it; rejects with a `Refusal`. */
export async function openOwnChannel(): Promise<void> {
  const { channelId } = await request({ type: 'make-channel' });
  if (channelId !== undefined) openChannel(channelId);
}

/** Asks for the newest messages of a channel of which none are here. */
export async function loadMessages(channelId: string): Promise<void> {
  if (messages.value[channelId] !== undefined) return;
  const newest = await request({ type: 'history', channelId });
  messages.value = { ...messages.value, [channelId]: newest.messages ?? [] };
  more.value = { ...more.value, [channelId]: newest.more ?? false };
}

/** Applies what the server says. */
export function receive(frame: ServerFrame): void {
  switch (frame.type) {
    case 'welcome':
      welcome(frame);
      return;
    case 'knock':
      leave();
      knock.value = asked(frame);
      return;
    case 'place':
      place.value = frame.place;
      return;
    case 'stage':
      stage.value = frame;
      return;
    case 'message':
      (frame.fresh ? arrived : changed)(frame.view);
      return;
    case 'gone':
      update(frame.channelId, (list) => withoutMessage(list, frame.messageId));
      return;
    case 'cleared':
      messages.value = { ...messages.value, [frame.channelId]: [] };
      more.value = { ...more.value, [frame.channelId]: false };
      forgetPresses(frame.channelId);
      if (frame.channelId === channel.value?.id) announce('This channel was started over. It is empty now.');
      return;
    case 'channels':
      channels.value = frame.channels;
      return;
    case 'person':
      people.value = new Map(people.value).set(frame.person.id, frame.person);
      if (frame.person.id === you.value.id) keepName(frame.person);
      return;
    case 'left':
      people.value = new Map([...people.value].filter(([id]) => id !== frame.personId));
      return;
    case 'typing':
      noteTyping(frame.channelId, frame.userId);
      return;
    case 'commands':
      commands.value = frame.commands;
      return;
    case 'bot':
      bot.value = { ...bot.value, online: frame.online };
      return;
    case 'interaction':
      applyInteraction(frame);
      return;
    case 'wire':
      addWire(frame.entries);
      return;
    case 'done':
      return;
  }
}

/** How this browser was called last, for a server that has forgotten. */
export function rememberedName(): { name?: string; colour?: number } {
  try {
    const kept = JSON.parse(localStorage.getItem('playground-name') ?? '{}') as { name?: unknown; colour?: unknown };
    return {
      ...(typeof kept.name === 'string' ? { name: kept.name.slice(0, 64) } : {}),
      ...(Number.isInteger(kept.colour) ? { colour: Math.min(9, Math.max(0, kept.colour as number)) } : {}),
    };
  } catch {
    return {};
  }
}

/** Puts older messages before those that are here. */
export function addOlder(channelId: string, older: readonly MessageView[], stillMore: boolean): void {
  const known = new Set(messages.value[channelId]?.map(({ message }) => message.id));
  const fresh = older.filter(({ message }) => !known.has(message.id));
  messages.value = { ...messages.value, [channelId]: [...fresh, ...(messages.value[channelId] ?? [])] };
  more.value = { ...more.value, [channelId]: stillMore };
}

/** A message that is here, in whatever channel. */
export function findMessage(id: string): MessageView | undefined {
  for (const list of Object.values(messages.value)) {
    const found = list.find(({ message }) => message.id === id);
    if (found) return found;
  }
  return undefined;
}

/** How somebody is called now. */
export function nameOf(user: Pick<APIUser, 'id' | 'username' | 'global_name'>): string {
  return people.value.get(user.id)?.name ?? user.global_name ?? user.username;
}

/** What was seen here is no longer for whoever is not in the class. */
function leave(): void {
  forgetDeeds();
  place.value = { mode: 'open' };
  stage.value = undefined;
  channels.value = [];
  roles.value = [];
  messages.value = {};
  enlarged.value = undefined;
  profileOpen.value = false;
}

/** What a class asks for; after its restart the code in the page's address is an old one, and the page says so. */
function asked(frame: ServerFrame & { type: 'knock' }): ServerFrame & { type: 'knock' } {
  const isRestarted = instance !== '' && instance !== frame.instance;
  instance = frame.instance;
  if (!isRestarted) return frame;
  forgetAddressedCode();
  return { ...frame, why: frame.why ?? 'The class was started again. Type the new code that your teacher shows.' };
}

function welcome(frame: ServerFrame & { type: 'welcome' }): void {
  knock.value = undefined;
  place.value = frame.place;
  stage.value = frame.stage;
  if (instance !== frame.instance) forgetDeeds();
  instance = frame.instance;
  you.value = frame.you;
  bot.value = frame.bot;
  people.value = new Map(frame.people.map((person) => [person.id, person]));
  channels.value = frame.channels;
  roles.value = frame.roles;
  commands.value = frame.commands;
  previews.value = frame.previews;
  about.value = frame.about;
  used.value = new Set(frame.used);
  messages.value = frame.messages;
  more.value = frame.more;
  // The projector's screen is opened in the teacher's browser, and is nobody.
  if (frame.place.mode === 'open' || frame.place.role !== 'screen') keepName(frame.you);
  if (chosenId.value === '') openAddressed();
}

function keepName(person: PersonView): void {
  you.value = person;
  try {
    localStorage.setItem('playground-name', JSON.stringify({ name: person.name, colour: person.colour }));
  } catch {
    // A browser that keeps nothing has a new name after a restart of the server.
  }
}

function arrived(view: MessageView): void {
  const { channel_id: id, author } = view.message;
  stopTyping(id, author.id);
  if (view.used && view.message.interaction_metadata?.user.id === you.value.id)
    used.value = new Set(used.value).add(view.used.name);
  update(id, (list) => [...list, view]);
  const list = messages.value[id] ?? [];
  if (list.length > MAX_SHOWN) {
    messages.value = { ...messages.value, [id]: list.slice(-MAX_SHOWN) };
    more.value = { ...more.value, [id]: true };
  }
  if (id !== channel.value?.id && author.id !== you.value.id) unread.value = new Set(unread.value).add(id);
  if (isReadAloud(view)) announceMessage(view, nameOf(author));
}

/** Without a message; what answered it says that it was deleted. */
function withoutMessage(list: readonly MessageView[], id: string): MessageView[] {
  return list
    .filter(({ message }) => message.id !== id)
    .map((view) =>
      view.message.referenced_message?.id === id
        ? { ...view, message: { ...view.message, referenced_message: null } }
        : view,
    );
}

function changed(view: MessageView): void {
  const { channel_id: id, author } = view.message;
  const isKnown = messages.value[id]?.some(({ message }) => message.id === view.message.id) === true;
  // What a class looks at may be new to who has not seen it in the feed.
  if (!isKnown && !seesFeed()) update(id, (list) => [...list, view]);
  else update(id, (list) => list.map((one) => (one.message.id === view.message.id ? view : one)));
  if (isReadAloud(view)) announceMessage(view, nameOf(author));
}

// Whoever takes part in a class sees none of its feed but the stage, which tells its own news.
function isReadAloud({ message, ephemeral }: MessageView): boolean {
  const here = channel.value;
  if (message.channel_id !== here?.id) return false;
  return seesFeed() || ephemeral || here.yours;
}

function seesFeed(): boolean {
  return place.value.mode !== 'class' || place.value.role === 'teacher';
}

function update(id: string, change: (list: readonly MessageView[]) => readonly MessageView[]): void {
  const list = messages.value[id];
  // What is not here is asked for as a whole when the channel is opened.
  if (list) messages.value = { ...messages.value, [id]: change(list) };
}
