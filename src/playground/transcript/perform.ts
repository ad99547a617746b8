import type { Playground } from '../open-playground.js';
import type { Invocation } from '../people/invocation.js';
import type { Person } from '../people/person.js';
import { revealIds } from './names.js';
import { buttonsIn, customIdAt, formFields, labelled, menusIn, optionValues } from './parts.js';
import type { Deed, Place } from './transcript.js';

/** Where the deeds of a transcript are done: the same playground as `recorded` while it was fresh. */
export interface Stage {
  playground: Pick<Playground, 'channels' | 'elsewhereId' | 'join' | 'idOf'>;
  /** Who joined, by the number of that deed. */
  people: Map<number, Person>;
  /** What was begun, by the number of the deed. */
  invocations: Map<number, Invocation>;
}

// No message, interaction or channel has this id; whoever is asked for it refuses.
const NOTHING = '0';

/**
 * Does what a transcript tells, in this playground.
 *
 * @throws PlaygroundRefusal for what Discord does not allow
 */
export async function perform(stage: Stage, number: number, by: number | undefined, deed: Deed): Promise<void> {
  const { playground, people, invocations } = stage;
  if (deed.do === 'join') {
    people.set(number, playground.join(deed.name, { locale: deed.locale }));
    return;
  }
  const person = people.get(by ?? 0);
  if (!person) throw new Error(`Deed ${number} is by somebody who has not joined.`);
  const reveal = (text: string) => revealIds(text, playground.idOf);
  const id = (name: string) => playground.idOf(name) ?? NOTHING;
  const revealed = (place: Place): Place =>
    place.label === undefined ? place : { ...place, label: reveal(place.label) };
  const channel = (where: string): string => {
    if (where === 'dm') return person.dmId;
    if (where === 'private') return person.privateId;
    if (where === 'elsewhere') return playground.elsewhereId;
    if (where.startsWith('thread ')) return id(where);
    return playground.channels.find(({ name }) => name === where)?.id ?? NOTHING;
  };

  switch (deed.do) {
    case 'make-channel':
      person.makeChannel();
      return;
    case 'start-over':
      return person.startOver(channel(deed.where));
    case 'leave':
      return person.leave();
    case 'slash': {
      const options = Object.entries(deed.options ?? {}).map(([name, value]) => [
        name,
        typeof value === 'string' ? reveal(value) : value,
      ]);
      invocations.set(number, person.slash(deed.name, Object.fromEntries(options), channel(deed.where)));
      return;
    }
    case 'message-command':
      invocations.set(number, person.messageCommand(deed.name, id(deed.message)));
      return;
    case 'user-command':
      invocations.set(number, person.userCommand(deed.name, id(deed.user), channel(deed.where)));
      return;
    case 'press': {
      const messageId = id(deed.message);
      const buttons = labelled(buttonsIn(person.message(messageId)));
      invocations.set(number, person.press(messageId, customIdAt(buttons, revealed(deed.button))));
      return;
    }
    case 'select': {
      const messageId = id(deed.message);
      const menus = menusIn(person.message(messageId));
      const menu = customIdAt(labelled(menus), revealed(deed.menu));
      const offered = menus.find(({ custom_id }) => custom_id === menu) ?? {};
      invocations.set(number, person.select(messageId, menu, optionValues(offered, deed.chosen.map(reveal))));
      return;
    }
    case 'submit': {
      // A form that is open is there at once: the deed that opened it has been waited for.
      const form = await invocations
        .get(deed.form)
        ?.modal(1)
        .catch(() => undefined);
      const fields = formFields(form?.components ?? []);
      const places = fields.map(({ input, label }) => ({ customId: input.custom_id, label }));
      const entered = deed.entered.map(({ field, value }) => {
        const customId = customIdAt(places, revealed(field));
        const input = fields.find((one) => one.input.custom_id === customId)?.input ?? {};
        return [customId, typeof value === 'string' ? reveal(value) : optionValues(input, value.map(reveal))];
      });
      const interactionId = form?.interactionId ?? invocations.get(deed.form)?.id ?? NOTHING;
      invocations.set(number, person.submit({ interactionId }, Object.fromEntries(entered)));
      return;
    }
    case 'say':
      person.say(channel(deed.where), reveal(deed.text), { files: deed.files?.map(id) ?? [] });
      return;
    case 'reply':
      person.say(channel(deed.where), reveal(deed.text), {
        replyTo: id(deed.message),
        ping: !deed.silent,
        files: deed.files?.map(id) ?? [],
      });
      return;
    case 'attach': {
      const bytes = new Uint8Array(Buffer.from(deed.base64, 'base64'));
      person.attach({ name: reveal(deed.name), type: deed.type, bytes }, channel(deed.where));
      return;
    }
    case 'forward':
      person.forward(id(deed.message), channel(deed.where));
      return;
    case 'poll': {
      const { question, answers, multiple = false } = deed;
      person.poll(channel(deed.where), { question: reveal(question), answers: answers.map(reveal), multiple });
      return;
    }
    case 'start-thread': {
      const of = deed.message === undefined ? { channelId: channel(deed.where) } : { messageId: id(deed.message) };
      person.startThread(of, reveal(deed.name));
      return;
    }
    case 'join-thread':
      return person.joinThread(channel(deed.where));
    case 'edit':
      person.editMessage(id(deed.message), reveal(deed.text));
      return;
    case 'delete':
      return person.deleteMessage(id(deed.message));
    case 'unseen':
      // It takes a number, and changes nothing.
      return person.startOver(NOTHING);
    case 'dismiss':
      return person.dismiss(id(deed.message));
  }
}
