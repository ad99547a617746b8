import { randomBytes } from 'node:crypto';
import type { Seals } from '../../seals.js';
import type { UnderWay } from '../../storage/contract.js';
import type { Destination } from '../command.js';
import type { Task } from './find-task.js';
import type { FilledForm, MessageMenu, Pressed, RunIncoming, Said, Slash, Whereabouts } from './incoming.js';

/** What somebody asked for, without who, and without the way to answer them. */
export type Asked = Kept<Slash> | Kept<MessageMenu> | Kept<Pressed> | Kept<FilledForm> | Kept<Said>;

type Kept<T extends RunIncoming> = T extends RunIncoming
  ? Omit<T, 'id' | 'user' | 'locale' | 'channel' | 'server' | 'respond' | 'messageId' | 'offered'>
  : never;

/** What is kept of a run that is under way. */
export interface JournalPayload {
  /** Another version cannot say what this one means. */
  readonly version: 1;
  readonly command: string;
  readonly destination: Destination;
  readonly asked: Asked;
  readonly locale: string;
  readonly place: PlaceOfAnswer;
  /** Which runs take turns with it, where any do. */
  readonly turn?: string | undefined;
  /** Of the run's first message, once it is known. */
  readonly messageId?: string | undefined;
  /** Of the message that says to who pressed alone that it takes long. */
  readonly noteId?: string | undefined;
  /** Of how many messages the finished reply is, once it is sent. */
  readonly messages?: number | undefined;
}

/** Where an answer is, without what it is changed with. */
export type PlaceOfAnswer = WithoutToken<Whereabouts>;

type WithoutToken<T> = T extends unknown ? Omit<T, 'token'> : never;

/** One run, as it is kept while it is under way. */
export interface JournalEntry {
  /** What its **Stop** button carries. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /**
   * Writes it down; what comes of it is lost before.
   *
   * @param most as `UnderWay.begin` has it
   * @returns as `UnderWay.begin` does
   */
  begin(most?: number): Promise<number | undefined>;
  /** Its first message stands there. */
  shown(messageId: string | undefined): void;
  /** Who pressed is told alone, in that message, that it takes long. */
  noted(messageId: string): void;
  /** It is finished, and so many messages are sent now. */
  sends(messages: number): void;
  end(): void;
  /** Nothing can be shown any more in the place of the answer: who presses there later can run it again. */
  leave(): void;
}

/** Keeps what is under way, so that the next process can say what came of it. */
export interface Journal {
  /** Makes an entry that is not written down yet. */
  entry(incoming: RunIncoming, task: Pick<Task, 'command' | 'destination' | 'queueKey'>): JournalEntry;
}

/** Creates a journal that keeps runs in a storage; the token of each is sealed. */
export function createJournal(underWay: UnderWay, seals: Seals): Journal {
  return {
    entry(incoming, { command, destination, queueKey }) {
      const id = newId();
      const begunAt = Date.now();
      const { place, token } = placeOf(incoming.respond.whereabouts);
      let payload: JournalPayload = {
        version: 1,
        command: command.name,
        destination,
        asked: askedOf(incoming),
        locale: incoming.locale,
        place,
        turn: queueKey,
      };
      let isBegun = false;
      const change = (more: Partial<JournalPayload>): void => {
        payload = { ...payload, ...more };
        underWay.change(id, payload);
      };
      return {
        id,
        begunAt,
        begin(most) {
          isBegun = true;
          const origin = { personId: incoming.user.id, placeId: (incoming.server ?? incoming.channel).id };
          const key = token === undefined ? undefined : seals.seal(token);
          return underWay.begin({ id, botId: place.botId, origin, begunAt, key, payload }, most);
        },
        shown(messageId) {
          if (messageId !== undefined && payload.messageId !== messageId) change({ messageId });
        },
        noted: (noteId) => change({ noteId }),
        sends(messages) {
          if (messages > 1) change({ messages });
        },
        end() {
          if (isBegun) underWay.end(id);
        },
        leave: () => void underWay.breakOff(id).catch(() => undefined),
      };
    },
  };
}

/** Keeps nothing: where there is no storage for it. */
export const noJournal: Journal = {
  entry: () => ({
    id: newId(),
    begunAt: Date.now(),
    begin: async () => undefined,
    shown() {},
    noted() {},
    sends() {},
    end() {},
    leave() {},
  }),
};

/** What of a stored payload this version can say; undefined for one of another. */
export function readJournalPayload(payload: unknown): JournalPayload | undefined {
  const isOurs = typeof payload === 'object' && payload !== null && 'version' in payload && payload.version === 1;
  return isOurs ? (payload as JournalPayload) : undefined;
}

function newId(): string {
  return randomBytes(9).toString('base64url');
}

function placeOf(where: Whereabouts): { readonly place: PlaceOfAnswer; readonly token: string | undefined } {
  if (where.kind === 'message') return { place: where, token: undefined };
  const { token, ...place } = where;
  return { place, token };
}

function askedOf(incoming: RunIncoming): Asked {
  switch (incoming.kind) {
    case 'slash':
      return { kind: 'slash', command: incoming.command, options: incoming.options };
    case 'message-menu':
      return { kind: 'message-menu', command: incoming.command, text: incoming.text, files: incoming.files };
    case 'button':
      return { kind: 'button', customId: incoming.customId };
    case 'choice':
      return { kind: 'choice', customId: incoming.customId, choices: incoming.choices };
    case 'form':
      return { kind: 'form', customId: incoming.customId, fields: incoming.fields };
    case 'message': {
      const { kind, text, isAddressed, goesOn, answers } = incoming;
      return { kind, text, isAddressed, goesOn, answers };
    }
  }
}
