import type { InteractionRecord } from '../interactions/record.js';
import type { Person } from '../people/person.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import type { MessageEvent } from '../state/events.js';
import type { World } from '../state/world.js';
import { createDeedLog, type TranscriptLimits } from './deed-log.js';
import { viewForm, viewMessage } from './message-view.js';
import { createNames } from './names.js';
import { recordPerson } from './recorded-person.js';
import type { Immediate } from './recorded-writing.js';
import { seenBy } from './seen-by.js';
import type { Deed, Transcript } from './transcript.js';

/** Writes down what people do and what comes of it. */
export interface Recorder {
  /** The same person, with everything that they do written down. They have just joined. */
  follow(person: Person, locale: string): Person;
  /**
   * What was done so far. It shares its parts with later transcripts: not to be changed.
   *
   * @param personId only what this person may see; all of it by default
   */
  transcript(personId?: string): Transcript;
  /** The id that a name of a transcript, such as `2:original` or `person 1`, stands for here. */
  idOf(name: string): string | undefined;
}

/** A recorder over a world in which nobody has done anything yet. */
export function createRecorder(world: World, limits: TranscriptLimits = {}): Recorder {
  const names = createNames(world);
  const log = createDeedLog(limits);
  const interactions = new Map<string, number>();
  /** The deed that each message was last changed for. */
  const owners = new Map<string, number>();
  const posts = new Map<string, string>();
  /** Changes of messages for which it is not known yet on behalf of what they were made. */
  const open = new Map<string, { event: MessageEvent; gone: boolean }>();

  const claim = (id: string, number: number, newName: string): void => {
    const name = names.nameOf(id) ?? newName;
    const isGone = open.get(id)?.gone ?? false;
    open.delete(id);
    const message = world.messages.get(id)?.message;
    if (isGone || !message) {
      owners.delete(id);
      log.remove(number, name);
      return;
    }
    if (!log.show(number, viewMessage(message, name, names))) return;
    names.set(id, name);
    owners.set(id, number);
  };

  const claimPost = ({ event, gone }: { event: MessageEvent; gone: boolean }): void => {
    const { message, channel } = event;
    if (message.author.id !== world.applicationId || message.interaction_metadata !== undefined) return;
    const name = posts.get(message.id) ?? `post:${posts.size + 1}`;
    const where = names.placeOf(channel.id) ?? 'nowhere';
    if (!log.post(name, where, gone ? undefined : viewMessage(message, name, names))) return;
    posts.set(message.id, name);
    names.set(message.id, name);
  };

  // A change through an interaction's token, or by a person, is claimed before anything else can happen. What is still
  // open after that was made by the bot itself.
  const closeOpen = (): void => {
    for (const [id, change] of open) {
      const owner = owners.get(id);
      if (owner !== undefined) claim(id, owner, '');
      else claimPost(change);
    }
    open.clear();
  };
  const changed = (event: MessageEvent, gone = false): void => {
    closeOpen();
    open.set(event.message.id, { event, gone });
    setImmediate(closeOpen);
  };
  world.events.on('message-created', (event) => changed(event));
  world.events.on('message-updated', (event) => changed(event));
  world.events.on('message-deleted', (event) => changed(event, true));
  world.events.on('channel-cleared', ({ gone }) => {
    for (const event of gone) changed(event, true);
  });

  world.events.on('interaction-changed', (record) => {
    const number = interactions.get(record.id);
    if (number === undefined) return;
    for (const id of [...open.keys()]) {
      const followUp = record.followUpIds.indexOf(id);
      if (id === record.originalId) claim(id, number, `${number}:original`);
      else if (followUp >= 0) claim(id, number, `${number}:follow-up:${followUp + 1}`);
    }
    log.change(number, progressOf(record));
  });

  const progressOf = (record: InteractionRecord) => {
    const first = record.state === 'failed' ? ('failed' as const) : (record.first ?? ('waiting' as const));
    return {
      settled: record.state === 'answered' || record.state === 'failed',
      // Autocomplete, the only kind with choices, is not written down.
      first: first === 'choices' ? undefined : first,
      ...(record.modal ? { form: viewForm(record.modal, names) } : {}),
    };
  };

  const note = (deed: Deed, by: number, did: Immediate | PlaygroundRefusal): void => {
    if (did instanceof PlaygroundRefusal) {
      log.add(deed, by, { settled: true, refused: names.hide(did.message), messages: [] });
      return;
    }
    // What was done to a message past the limit cannot be told, and without it the rest would not be the same.
    if ('message' in deed && deed.message === 'nothing') {
      log.leaveOut();
      return;
    }
    const waits = did.interactionId !== undefined;
    const outcome = { settled: !waits, ...(waits ? { first: 'waiting' as const } : {}), messages: [] };
    const number = log.add(deed, by, outcome);
    if (number === undefined) return;
    if (did.interactionId !== undefined) {
      interactions.set(did.interactionId, number);
      names.set(did.interactionId, `interaction ${number}`);
    }
    if (did.fileId !== undefined) names.set(did.fileId, `file ${number}`);
    if (did.messageId !== undefined) claim(did.messageId, number, `${number}:original`);
    if (did.goneId !== undefined) claim(did.goneId, number, '');
  };

  return {
    follow(person, locale) {
      const number = log.add({ do: 'join', name: names.hide(person.name), locale }, undefined, {
        settled: true,
        messages: [],
      });
      if (number === undefined) return recordPerson(person, world, names, { note: log.leaveOut, deedOf: () => 0 });
      names.set(person.id, `person ${number}`);
      names.set(person.dmId, `dm ${number}`);
      names.set(person.privateId, `private ${number}`);
      return recordPerson(person, world, names, {
        note: (deed, came) => note(deed, number, came),
        deedOf: (interactionId) => interactions.get(interactionId) ?? 0,
      });
    },
    transcript(personId) {
      if (personId === undefined) return log.transcript();
      return seenBy(log.transcript(), Number(names.nameOf(personId)?.replace('person ', '')));
    },
    idOf: names.idOf,
  };
}
