import type { Person } from '../people/person.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import type { World } from '../state/world.js';
import type { Names } from './names.js';
import { buttonsIn, formFields, type Labelled, labelled, menusIn, optionLabels, placeOf } from './parts.js';
import { type Immediate, recordWriting } from './recorded-writing.js';
import type { Deed, Place } from './transcript.js';

/** Where a person's deeds are written down. */
export interface DeedSink {
  /** Takes a deed that was done, or that was refused. */
  note(deed: Deed, came: Immediate | PlaygroundRefusal): void;
  /** The number of the deed that an interaction belongs to; 0 when it is not known. */
  deedOf(interactionId: string): number;
}

/** A person whose deeds, also those that are refused, go to a sink as well. */
export function recordPerson(person: Person, world: World, names: Names, sink: DeedSink): Person {
  const record = <T>(deed: Deed, act: () => T, cameOf: (result: T) => Immediate): T => {
    let result: T;
    try {
      result = act();
    } catch (error) {
      if (error instanceof PlaygroundRefusal) sink.note(deed, error);
      throw error;
    }
    sink.note(deed, cameOf(result));
    return result;
  };
  const begun = ({ id }: { id: string }): Immediate => ({ interactionId: id });

  const place = (channelId: string | undefined): string => {
    if (channelId === person.dmId) return 'dm';
    if (channelId === person.privateId) return 'private';
    const [home = world.guilds.first] = world.guilds.withMember(person.id);
    const id = channelId ?? world.channels.ofGuild(home.id)[0]?.id ?? '';
    return names.placeOf(id) ?? 'nowhere';
  };
  const message = (id: string): string => {
    const name = names.nameOf(id) ?? 'nothing';
    return /^(?:\d|post:)/.test(name) ? name : 'nothing';
  };
  const placed = (components: Labelled[], name: string): Place => {
    const found = placeOf(components, name);
    return found.label === undefined ? found : { ...found, label: names.hideAll(found.label) };
  };

  return {
    ...person,
    get name() {
      return person.name;
    },
    slash(name, options = {}, where) {
      const filled = Object.fromEntries(
        Object.entries(options).map(([key, value]) => [key, typeof value === 'string' ? names.hide(value) : value]),
      );
      const given = Object.keys(filled).length > 0 ? { options: filled } : {};
      return record(
        { do: 'slash', name, ...given, where: place(where) },
        () => person.slash(name, options, where),
        begun,
      );
    },
    messageCommand: (name, messageId) =>
      record(
        { do: 'message-command', name, message: message(messageId) },
        () => person.messageCommand(name, messageId),
        begun,
      ),
    userCommand: (name, userId, where) =>
      record(
        { do: 'user-command', name, user: names.nameOf(userId) ?? 'nobody', where: place(where) },
        () => person.userCommand(name, userId, where),
        begun,
      ),
    press(messageId, button) {
      const at = placed(labelled(buttonsIn(person.message(messageId))), button);
      return record(
        { do: 'press', message: message(messageId), button: at },
        () => person.press(messageId, button),
        begun,
      );
    },
    select(messageId, menu, values) {
      const menus = menusIn(person.message(messageId));
      const at = placed(labelled(menus), menu);
      const chosen = optionLabels(menus[at.position - 1] ?? {}, values).map(names.hide);
      return record(
        { do: 'select', message: message(messageId), menu: at, chosen },
        () => person.select(messageId, menu, values),
        begun,
      );
    },
    submit(modal, values) {
      const fields = formFields(world.interactions.get(modal.interactionId)?.modal?.components ?? []);
      const all = fields.map(({ input, label }) => ({ customId: input.custom_id, label }));
      const entered = Object.entries(values).map(([customId, value]) => {
        const field = placed(all, customId);
        const input = fields[field.position - 1]?.input ?? {};
        const texts = typeof value === 'string' ? names.hide(value) : optionLabels(input, value).map(names.hide);
        return { field, value: texts };
      });
      return record(
        { do: 'submit', form: sink.deedOf(modal.interactionId), entered },
        () => person.submit(modal, values),
        begun,
      );
    },
    ...recordWriting(person, { names, place, message, record }),
    dismiss: (messageId) =>
      record(
        { do: 'dismiss', message: message(messageId) },
        () => person.dismiss(messageId),
        () => ({ goneId: messageId }),
      ),
    makeChannel: () =>
      record(
        { do: 'make-channel' },
        () => person.makeChannel(),
        () => ({}),
      ),
    startOver: (channelId) =>
      record(
        { do: 'start-over', where: place(channelId) },
        () => person.startOver(channelId),
        () => ({}),
      ),
    leave: () =>
      record(
        { do: 'leave' },
        () => person.leave(),
        () => ({}),
      ),
  };
}
