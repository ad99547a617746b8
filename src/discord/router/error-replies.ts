import type { Logger } from 'pino';
import { isModelFailure } from '../../domain/model-failure.js';
import { explain, UserError } from '../../errors.js';
import { faultOf } from '../../fault.js';
import { LimitError } from '../../limits/limit-error.js';
import { currentWatch } from '../../run-watch.js';
import type { Services } from '../../services.js';
import { withChannels } from '../../words/channel-mark.js';
import { plain } from '../markdown.js';
import type { DrawnReply } from '../present/drawn-reply.js';
import { messageWords } from '../present/words.js';

/** What an error belongs to. */
export interface ErrorPlace {
  /** For the log. */
  readonly command: string;
  /** What of the command, for the log: `slash`, or the action that a press leads to. */
  readonly doing?: string | undefined;
  /** Of who reads it. */
  readonly locale: string;
  /** Where the run was asked for: a channel that is set to a model which is gone is told the way out. */
  readonly channelId?: string | undefined;
}

/** Turns what went wrong into words; what nobody foresaw is logged, with the id that the words name. */
export interface ErrorReplies {
  /** In plain text. */
  sentenceOf(error: unknown, place: ErrorPlace): string;
  replyTo(error: unknown, place: ErrorPlace): Promise<DrawnReply>;
}

/** Stands in a sentence where Discord's own words for a time go, which a sentence in plain text cannot have. */
const END = '\u{E000}end\u{E000}';

/** The same error, which says the mark for when it ends. */
function withEnd(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  return new UserError({ ...error.fact, params: { ...error.fact.params, ends: END } });
}

/** An error with enough to mend it: of Discord's own what it says, of all others what quotes nothing that people wrote. */
function failureOf(error: unknown): object {
  return error instanceof Error && 'requestBody' in error ? { err: error } : { fault: faultOf(error) };
}

/** Creates them over a log and what channels are set to. */
export function createErrorReplies(log: Logger, channels: Services['channels']): ErrorReplies {
  const isChannelsModelGone = async (error: unknown, channelId: string | undefined): Promise<boolean> =>
    isModelFailure(error) &&
    error.model !== undefined &&
    channelId !== undefined &&
    error.model === (await channels.modelOf(channelId).catch(() => undefined));

  const sentenceOf = (error: unknown, { command, doing, locale }: ErrorPlace): string => {
    const { sentence, incident } = explain(error, locale);
    currentWatch()?.error(error instanceof UserError ? error.fact.code : 'unforeseen');
    if (incident !== undefined) log.error({ incident, command, doing, ...failureOf(error) }, 'a command failed');
    return sentence;
  };

  return {
    sentenceOf,
    async replyTo(error, place) {
      const endsAt = isModelFailure(error) || error instanceof LimitError ? error.endsAt : undefined;
      const sentence = endsAt === undefined ? sentenceOf(error, place) : sentenceOf(withEnd(error), place);
      const advice = (await isChannelsModelGone(error, place.channelId))
        ? ` ${messageWords(place.locale).channelsModelGone}`
        : '';
      const markdown = withChannels(plain(sentence + advice));
      const shown =
        endsAt === undefined ? markdown : markdown.replace(END, messageWords(place.locale).limitEnds(endsAt));
      return { tone: 'error', blocks: [{ kind: 'text', markdown: shown }] };
    },
  };
}
