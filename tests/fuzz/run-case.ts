import type { APIMessage } from 'discord-api-types/v10';
import { customId, parseCustomId } from '../../src/discord/custom-id.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import { PlaygroundRefusal } from '../../src/playground/people/refusal.js';
import { componentsOf, readText } from '../end-to-end/harness.js';
import type { FuzzCase, IdChange } from './cases.js';
import type { Card, FuzzRoom } from './open-fuzz.js';

const LOADING = 128;

/** Sends one case to the bot and waits for what comes of it. @returns what is wrong with that */
export async function runCase(
  room: FuzzRoom,
  one: FuzzCase,
  by: number,
  onSent: (id: string) => void,
): Promise<string[]> {
  const sent = send(room, one, by);
  if (sent === undefined) return [];
  onSent(sent.id);
  const late = await room.done(sent.id);
  if (late !== undefined) return [late];
  return sent.invocation === undefined ? [] : answerFaults(sent.invocation, sent.customId);
}

interface Sent {
  readonly id: string;
  /** Undefined for a message, which nothing is owed to. */
  readonly invocation?: Invocation;
  /** What was pressed. */
  readonly customId?: string;
}

function send(room: FuzzRoom, one: FuzzCase, by: number): Sent | undefined {
  const person = room.people[by % room.people.length];
  if (person === undefined) throw new Error('somebody is there');
  switch (one.kind) {
    case 'slash':
      return rewritten(room, person.slash('model'), (event) => {
        event.data = { ...(event.data as object), name: one.command, options: one.options };
      });
    case 'autocomplete': {
      // Its answer is no message, so it is found by what is typed.
      const { command, option, typed } = one;
      const text = typed.slice(0, 100) || 'x';
      void person.autocomplete(command, { [option]: text }, option).catch(() => undefined);
      return undefined;
    }
    case 'file': {
      const file = person.attach(one.file);
      return { ...invoked(person.slash(one.command, { file })) };
    }
    case 'menu': {
      const message = person.say(room.channelId, 'a message');
      return rewritten(room, person.messageCommand(one.command, message.id), (event) => {
        const { resolved } = event.data as { resolved: { messages: Record<string, object> } };
        Object.assign(resolved.messages[message.id] ?? {}, one.message);
      });
    }
    case 'say': {
      const text = (one.where === 'dm' ? one.text : `<@${room.botId}> ${one.text}`).slice(0, 2000).trim();
      const answered = one.where === 'answer' ? cardAt(room, one.pick) : undefined;
      if (text === '') return undefined;
      try {
        if (answered === undefined) {
          const where = one.where === 'dm' ? person.dmId : room.channelId;
          return { id: person.say(where, text).id };
        }
        const { channel_id: where } = answered.message;
        return { id: answered.card.person.say(where, text, { replyTo: answered.message.id }).id };
      } catch (error) {
        if (error instanceof PlaygroundRefusal) return undefined;
        throw error;
      }
    }
    case 'press': {
      const found = cardAt(room, one.pick);
      if (found === undefined) return undefined;
      const parts = pressable(found.message);
      const part = parts[one.pick % parts.length];
      if (part === undefined) return undefined;
      const { card, message } = found;
      const isMenu = part.options !== undefined;
      const option = part.options?.[one.pick % part.options.length]?.value;
      const invocation = isMenu
        ? card.person.select(message.id, part.customId, [option ?? ''])
        : card.person.press(message.id, part.customId);
      const pressed = isMenu && one.change.to !== 'itself' && option !== undefined ? option : part.customId;
      const id = changed(pressed, one.change);
      return {
        ...rewritten(room, invocation, (event) => {
          const data = event.data as Record<string, unknown>;
          if (one.values !== undefined) data.values = one.values;
          else if (isMenu && one.change.to !== 'itself') data.values = [id];
          if (!isMenu) data.custom_id = id;
        }),
        customId: isMenu ? (option ?? '') : id,
      };
    }
    case 'form': {
      const { forms } = room;
      const form = forms[one.pick % Math.max(1, forms.length)];
      const found = cardAt(room, one.pick);
      const part = found && pressable(found.message).find(({ options }) => options === undefined);
      if (form === undefined || found === undefined || part === undefined) return undefined;
      const rows = one.fields.map(({ id, value }, at) => ({
        type: 1,
        components: [{ type: 4, custom_id: id ?? form.fields[at % Math.max(1, form.fields.length)], value }],
      }));
      // The answers that a form may have are a press's as well.
      return rewritten(room, found.card.person.press(found.message.id, part.customId), (event) => {
        event.type = 5;
        event.data = { custom_id: changed(form.customId, one.change), components: rows };
      });
    }
  }
}

function rewritten(room: FuzzRoom, invocation: Invocation, change: Parameters<FuzzRoom['rewrite']>[1]): Sent {
  // It leaves for the bot over a socket, and so after this.
  room.rewrite(invocation.id, change);
  return invoked(invocation);
}

const invoked = (invocation: Invocation): Sent => ({ id: invocation.id, invocation });

interface Pressable {
  readonly customId: string;
  readonly options: readonly { readonly value: string }[] | undefined;
}

function pressable(message: APIMessage): Pressable[] {
  return componentsOf(message).flatMap(({ custom_id: id, disabled, options }) =>
    id === undefined || disabled ? [] : [{ customId: id, options }],
  );
}

/** A card that is still there, and the message as it is now. */
function cardAt(room: FuzzRoom, pick: number): { readonly card: Card; readonly message: APIMessage } | undefined {
  const { cards } = room;
  for (let at = 0; at < Math.min(20, cards.length); at += 1) {
    const card = cards[(pick + at) % cards.length];
    const message = card?.person.message(card.messageId);
    if (card !== undefined && message !== undefined && pressable(message).length > 0) return { card, message };
  }
  return undefined;
}

function changed(id: string, change: IdChange): string {
  const parsed = parseCustomId(id);
  if (change.to === 'itself' || parsed === undefined) return id;
  if (change.to === 'text') return change.text;
  try {
    if (change.to === 'run') return customId({ ...parsed, runId: change.runId });
    if (change.to === 'value') return customId({ ...parsed, value: change.value });
    return customId({ ...parsed, ...change });
  } catch {
    // Longer than a custom id is: Discord would not send it, and it is sent all the same.
    return `${id}${'x'.repeat(200)}`;
  }
}

/** Everything is answered: by words, by a form, or by what a press changed. */
function answerFaults(invocation: Invocation, pressed = ''): string[] {
  const { state } = invocation;
  const original = invocation.original();
  const followups = invocation.followups();
  if (state === 'failed' || state === 'waiting') return [`it was never answered: ${state}`];
  if (pressed.startsWith('router:stop:')) return [];
  const isThinking = ((original?.flags ?? 0) & LOADING) !== 0;
  if (isThinking) return ['it was left on thinking'];
  const isSilent = original !== undefined && readText(original) === '' && followups.length === 0;
  return isSilent ? ['it was answered with nothing'] : [];
}
