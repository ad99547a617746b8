import type { InteractionRecord } from '../interactions/record.js';
import type { Exchange } from '../state/events.js';
import { interactionInPath, maskSecrets, maskText } from './mask-secrets.js';
import type { WireEntry } from './server-frames.js';

const MAX_ENTRY = 24_000;
const MAX_TOTAL = 6_000_000;
const MAX_KEPT = 600;

/** A line of the drawer, and the one person it is for; without a person it is for everybody. */
export interface LoggedEntry {
  entry: WireEntry;
  ownerId?: string;
}

/** Something that went over another wire than Discord's. */
export interface Note {
  title: string;
  json: unknown;
  /** The one person for whom it went; without one everybody may read it. */
  personId?: string | undefined;
}

/** The last few hundred things that went over the wire, bounded in number and in bytes. */
export interface WireLog {
  addInteraction(record: InteractionRecord, title: string): LoggedEntry;
  addExchange(exchange: Exchange): LoggedEntry;
  addNote(note: Note): LoggedEntry;
  /** What one person may read, oldest first. */
  entriesFor(personId: string): WireEntry[];
}

/**
 * An empty log. What belongs to an interaction is for the person who used it alone, since its answer may be ephemeral;
 * what happens in one person's direct messages is that person's too.
 */
export function createWireLog(world: {
  botToken: string;
  now: () => number;
  /** Whose interaction it is. */
  ownerOf: (interactionId: string) => string | undefined;
  /** Whose channel it is, when it belongs to one person. */
  ownerOfChannel: (channelId: string) => string | undefined;
}): WireLog {
  const kept: LoggedEntry[] = [];
  let bytes = 0;
  let entries = 0;

  const add = (entry: Omit<WireEntry, 'id' | 'json'>, json: unknown, ownerId?: string): LoggedEntry => {
    entries += 1;
    const logged = { entry: { id: entries, ...entry, json: shown(json, world.botToken) }, ownerId };
    kept.push(logged);
    bytes += logged.entry.json.length;
    while (kept.length > MAX_KEPT || bytes > MAX_TOTAL) bytes -= kept.shift()?.entry.json.length ?? bytes;
    return logged;
  };

  return {
    addInteraction: (record, title) =>
      add({ at: record.createdAt, kind: 'interaction', title }, record.payload, record.userId),
    addExchange(exchange) {
      const { method, path, status, tookMs, body, files, answer } = exchange;
      const interaction = interactionInPath(path);
      const channel = /\/channels\/(\d+)/.exec(path)?.[1];
      const ownerId =
        interaction === undefined
          ? channel === undefined
            ? undefined
            : world.ownerOfChannel(channel)
          : (world.ownerOf(interaction) ?? 'nobody');
      const title = `${method} ${maskText(path, world.botToken).replace(/^\/api\/v10/, '')}`;
      const json = {
        ...(body === undefined ? {} : { sent: body }),
        ...(files.length > 0 ? { files } : {}),
        ...(answer === undefined ? {} : { answer }),
      };
      return add({ at: exchange.at, kind: 'request', title, status, tookMs }, json, ownerId);
    },
    addNote: ({ title, json, personId }) =>
      add({ at: world.now(), kind: 'note', title: maskText(title, world.botToken) }, json, personId),
    entriesFor: (personId) =>
      kept.filter(({ ownerId }) => ownerId === undefined || ownerId === personId).map(({ entry }) => entry),
  };
}

function shown(json: unknown, botToken: string): string {
  const text = JSON.stringify(maskSecrets(json, botToken), null, 2) ?? '';
  if (text.length <= MAX_ENTRY) return text;
  return `${text.slice(0, MAX_ENTRY)}\n… ${(text.length - MAX_ENTRY).toLocaleString('en')} more characters`;
}
