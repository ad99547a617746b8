import { lazyReply, type Reply, text } from '../../src/discord/reply.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import type { AskPress } from '../../src/lesson/command/definition.js';
import { temperaturesHere } from '../../src/lesson/options/as-set.js';
import { writtenText } from '../../src/lesson/record/text-record.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import type { Services } from '../../src/services.js';
import { columns } from './columns.js';
import { type AskReply, type AskResult, SIDE_BY_SIDE } from './result.js';
import { write } from './write.js';

/** The same question at several temperatures at once, in one message. */
export async function answerSideBySide(
  { firstRunId: _first, countedIn: _counted, ...result }: AskResult,
  press: AskPress,
  services: Services,
): Promise<AskResult> {
  const { progress, signal, locale } = press;
  const temperatures = temperaturesHere(SIDE_BY_SIDE, press);
  const question = { ...result, sample: 1, samples: 1 };
  const asked = text(askedWords(question.question));
  const replies: AskReply[] = temperatures.map((temperature) => ({ temperature }));
  const show = (): Reply => ({ blocks: [asked, ...columns(replies, locale)] });
  progress(show());
  await Promise.all(
    temperatures.map(async (temperature, at) => {
      try {
        const onText = (written: string, thoughts?: string) => {
          replies[at] = { temperature, written, thoughts };
          progress(lazyReply(show));
        };
        replies[at] = await write(question, { temperature }, signal, services, onText, temperatures.length);
      } catch (error) {
        // One that fails leaves the others standing.
        replies[at] = { temperature, broken: reasonOf(error, signal).fact };
      }
    }),
  );
  if (signal.aborted && replies.every((reply) => writtenText(reply) === '')) throw signal.reason;
  return { ...question, replies };
}
