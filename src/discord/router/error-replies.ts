import type { Logger } from 'pino';
import { explain } from '../../errors.js';
import { ModelError } from '../../model/errors.js';
import type { Services } from '../../services.js';
import { plain } from '../markdown.js';
import type { Reply } from '../reply.js';

/** Turns what went wrong into words; what nobody foresaw is logged, with the id that the words name. */
export interface ErrorReplies {
  /** In plain text. */
  sentenceOf(error: unknown, command: string): string;
  /** @param channelId where the run was asked for: one that is set to a model which is gone is told the way out */
  replyTo(error: unknown, command: string, channelId?: string): Promise<Reply>;
}

/** Creates them over a log and what channels are set to. */
export function createErrorReplies(log: Logger, channels: Services['channels']): ErrorReplies {
  const isChannelsModelGone = async (error: unknown, channelId: string | undefined): Promise<boolean> =>
    error instanceof ModelError &&
    error.model !== undefined &&
    channelId !== undefined &&
    error.model === (await channels.modelOf(channelId).catch(() => undefined));

  const sentenceOf = (error: unknown, command: string): string => {
    const { sentence, incident } = explain(error);
    if (incident !== undefined) log.error({ err: error, incident, command }, 'a command failed');
    return sentence;
  };

  return {
    sentenceOf,
    async replyTo(error, command, channelId) {
      const sentence = sentenceOf(error, command);
      const advice = (await isChannelsModelGone(error, channelId))
        ? ' This channel is set to that model; /model changes it.'
        : '';
      return { tone: 'error', blocks: [{ kind: 'text', markdown: plain(sentence + advice) }] };
    },
  };
}
