import { z } from 'zod';
import type { Press, RunContext } from '../../discord/command.js';
import type { RunOrigin } from '../../domain/run-origin.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { putTextsBack, shareTexts } from './shared-texts.js';

/**
 * What a command found, and how it is stored for the buttons of the reply that shows it: plain data with a version, so that
 * what another version of Tokenscope wrote is never taken for something that it is not.
 */
export interface ResultType<R> {
  /** Goes up when the same fields mean something else; a new optional field needs no new version. */
  readonly version: number;
  /** Decodes what was stored, through JSON, and encodes a result as it is stored. */
  readonly schema: z.ZodType<R>;
}

/** A stored result; `revision` counts its changes, from 1. */
export interface StoredResult<R> {
  readonly result: R;
  readonly revision: number;
}

/** Who asks for a result. */
export type Asker = Pick<RunContext, 'user' | 'channel' | 'server'> & Partial<Pick<Press, 'runId'>>;

/** Who changes one. */
export interface Changer extends Pick<RunContext, 'user'> {
  /** Words of theirs come into it that nobody can tell from others later. */
  readonly hasWords?: boolean | undefined;
}

/** The stored results of one command. */
export interface ResultStore<R> {
  /** @param asker who asked for it, on what run if on one @returns the id that custom ids carry */
  create(services: Services, result: R, asker: Asker): Promise<string>;
  /** Rejects with a `UserError` when the result is no longer kept, or was stored by another version. */
  load(services: Services, runId: string): Promise<StoredResult<R>>;
  /** @returns the new revision, or undefined when somebody else has changed the result since `revision` */
  save(services: Services, runId: string, result: R, revision: number, by: Changer): Promise<number | undefined>;
  /**
   * What is left of a stored payload when a result is made another; undefined where nothing is left, or where it is of
   * another version, so that nobody can say what is in it.
   */
  without(payload: unknown, change: (result: R) => R | undefined): unknown;
  /** Changes the result as it is now, whoever else changes it; where somebody comes first, the change is made again. */
  change(
    services: Services,
    runId: string,
    change: (result: R) => R | Promise<R>,
    by: Changer,
  ): Promise<StoredResult<R>>;
}

/**
 * Where the stored results of a command are found.
 *
 * @param isTyped whether people know the command by its name, which they are told when a result is gone
 */
export function createResultStore<R>(
  command: string,
  { version, schema }: ResultType<R>,
  isTyped: boolean,
): ResultStore<R> {
  const again = isTyped ? command : undefined;
  const stored = z.object({
    version: z.literal(version),
    result: z.unknown(),
    texts: z.array(z.string()).optional(),
  });
  const payloadOf = (result: R) => ({ version, ...shareTexts(withoutStoppers(z.encode(schema, result))) });

  const readPayload = (payload: unknown): { readonly result: R } | undefined => {
    const envelope = stored.safeParse(payload);
    const decoded = envelope.success ? schema.safeParse(putTextsBack(envelope.data)) : envelope;
    return decoded.success ? { result: decoded.data as R } : undefined;
  };

  const store: ResultStore<R> = {
    create: ({ runs }, result, asker) => runs.create(command, payloadOf(result), originOf(asker)),
    async load({ runs }, runId) {
      const row = await runs.find(runId, command);
      if (row === undefined) {
        throw new UserError('run-not-kept', { days: runs.retentionDays, command: again });
      }
      const read = readPayload(row.payload);
      if (read === undefined) throw new UserError('run-of-another-version', { command: again });
      return { result: read.result, revision: row.revision };
    },
    save: ({ runs }, runId, result, revision, { user, hasWords }) =>
      runs.save(runId, command, payloadOf(result), revision, user.id, hasWords),
    without(payload, change) {
      const read = readPayload(payload);
      const left = read === undefined ? undefined : change(read.result);
      if (left === undefined) return undefined;
      return left === read?.result ? payload : payloadOf(left);
    },
    async change(services, runId, change, by) {
      for (;;) {
        const { result, revision } = await store.load(services, runId);
        const changed = await change(result);
        const saved = await store.save(services, runId, changed, revision, by);
        if (saved !== undefined) return { result: changed, revision: saved };
      }
    },
  };
  return store;
}

/** Who stopped a run is told when it is shown, and not kept: it may be somebody else's run. */
function withoutStoppers(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(withoutStoppers);
  if (typeof stored !== 'object' || stored === null) return stored;
  if ('code' in stored && stored.code === 'stopped-by') return { ...stored, params: {} };
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, withoutStoppers(value)]));
}

/** Whose a run is that somebody asks for. */
export function originOf({ user, channel, server, runId }: Asker): RunOrigin {
  return { personId: user.id, placeId: (server ?? channel).id, from: runId };
}
