import type { Wanted } from '../answer/answer-bounds.js';
import { ModelError } from '../errors.js';
import type { ReadContext } from '../wire/read-answer.js';
import { readEvents } from '../wire/read-events.js';
import type { TransportAnswer } from '../wire/transport.js';

/** What takes the values of one stream; where it is asked for again, another takes those. */
export interface EventSink {
  /** @returns true once a refusal can no longer be answered by asking differently */
  readonly add: (event: unknown) => Promise<boolean>;
  /** Whether as much has come as was asked for; the rest is not read, and the stream counts as closed. */
  readonly isFull: () => boolean;
  /** Whether a failure comes so late that it takes nothing away; the stream then counts as closed. */
  readonly survives: (error: unknown) => boolean;
  /** Whether the stream has ended without anything that could be shown, though the model may have written something. */
  readonly isEmpty: () => boolean;
}

/** An answer that is to be read. */
export interface Incoming {
  readonly answer: TransportAnswer;
  readonly wanted: Wanted;
  /** Whether another address may be asked where this one's answer comes to nothing. */
  readonly mayAskElsewhere: boolean;
  /** Looks for the server's name for the request in a piece of the answer. */
  readonly note: (json: unknown) => void;
}

/** Reads streams into sinks, each anew; what it tells is of the last one. */
export interface SinkReader {
  /**
   * @returns whether the stream was closed as the protocol says
   * @throws ModelError `protocol` where nothing came, and another address may be asked
   */
  read(incoming: Incoming): Promise<boolean>;
  /** Whether so much was shown that asking otherwise would take it back. */
  settled(): boolean;
  isEmpty(): boolean;
  /** Whether it came in pieces; servers can ignore the wish. */
  inPieces(): boolean;
}

/** Creates a reader that has read nothing yet. @param open a sink for each stream */
export function createSinkReader(open: () => EventSink, context: ReadContext): SinkReader {
  let settled = false;
  let isEmpty = false;
  let pieces = 0;
  return {
    settled: () => settled,
    isEmpty: () => isEmpty,
    inPieces: () => pieces > 1,
    async read({ answer, wanted, note, mayAskElsewhere }) {
      const sink = open();
      settled = false;
      isEmpty = false;
      pieces = 0;
      const events = readEvents(answer, context, wanted);
      for (;;) {
        const next = await events.next().catch((error: unknown) => {
          if (!sink.survives(error)) throw error;
          return { done: true as const, value: true };
        });
        if (next.done) {
          isEmpty = sink.isEmpty();
          const nothing = new ModelError('protocol', 'answered-with-nothing', { endpoint: context.where });
          // A model may have nothing to say; then its server says that this was the end.
          const isNothing = pieces === 0 || (isEmpty && !sink.survives(nothing));
          if (!isNothing || !mayAskElsewhere) return next.value;
          throw nothing;
        }
        note(next.value);
        pieces += 1;
        try {
          settled = (await sink.add(next.value)) || settled;
        } catch (error) {
          await events.return(false);
          throw error;
        }
        if (!sink.isFull()) continue;
        await events.return(true);
        return true;
      }
    },
  };
}
