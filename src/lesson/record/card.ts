import type { Action, Press } from '../../discord/command.js';
import { type Button, buttons, lazyReply, type Reply, status, text } from '../../discord/reply.js';
import type { Endpoint } from '../../domain/language-model.js';
import type { Services } from '../../services.js';
import { askReply } from '../asking/reply.js';
import { defineStoredRun } from '../stored/stored-run.js';
import { quote } from '../text/quote.js';
import { replyText } from '../text/reply-text.js';
import { lessonWords } from '../words.js';
import { describeComparison, textOf } from './difference-view.js';
import { factLines } from './facts.js';
import { replayFile } from './file.js';
import { generatedAnswer } from './generate.js';
import { type Answered, packRecord, type ReplayRecord, recordSchema, unpackRecord } from './record.js';
import { recordWords } from './words.js';

/** How one command keeps the model's answers, shows their details and repeats them. */
export interface Replay {
  /**
   * Keeps an answer.
   *
   * @param endpoint where the answer came from, if that was not just now
   * @returns the id for `button` and `load`
   */
  keep(services: Services, answered: Answered, endpoint?: Endpoint): Promise<string>;
  /** Rejects with a `UserError` when the record is no longer kept. */
  load(services: Services, recordId: string): Promise<ReplayRecord>;
  /** **Details** of a record, the last button of its message; several of them need labels that tell them apart. */
  button(recordId: string, label?: string): Button;
  /** What **Details** shows. */
  card(services: Services, recordId: string): Promise<Reply>;
  /** To be spread into the command's own actions. */
  readonly actions: Readonly<Record<'details' | 'again', Action>>;
}

/** Gives a command **Details** and **Run again**: it keeps each answer, shows its `button`, and spreads the `actions`. */
export function defineReplay(command: string): Replay {
  const stored = defineStoredRun(command, recordSchema);
  const replay: Replay = {
    keep: (services, answered, endpoint = services.model.endpoint) =>
      stored.create(services, packRecord(answered, endpoint)),
    load: async (services, recordId) => unpackRecord((await stored.load(services, recordId)).payload),
    button: (recordId, label = 'Details') => ({ command, action: 'details', runId: recordId, label }),
    card: async (services, recordId) => detailsCard(await replay.load(services, recordId), recordId),
    actions: {
      details: { respond: 'private', run: ({ runId }, services) => replay.card(services, runId) },
      again: {
        respond: 'reply',
        async run(press, services) {
          const first = await replay.load(services, press.runId);
          const recordId = await replay.keep(services, await askAgain(first, press, services));
          const again = await replay.load(services, recordId);
          return { blocks: [...comparisonBlocks(first, again), buttons(replay.button(recordId))] };
        },
      },
    },
  };
  return replay;
}

export function detailsCard(record: ReplayRecord, recordId: string): Reply {
  return {
    blocks: [
      text(`**Details**\n${factLines(record, 'en').join('\n')}`),
      { kind: 'file', ...replayFile(record) },
      text('-# The file has the whole request and answer as JSON. Only you see this; **Run again** answers everybody.'),
      buttons({ action: 'again', runId: recordId, label: 'Run again' }),
    ],
  };
}

/** Sends the request of a record once more. */
export async function askAgain(
  record: ReplayRecord,
  press: Pick<Press, 'signal' | 'progress' | 'locale'>,
  services: Services,
): Promise<Answered> {
  const { model, kind } = record;
  const { signal } = press;
  press.progress({ blocks: [status(recordWords(press.locale).askingAgain)] });
  switch (kind) {
    case 'next-token': {
      const { asked } = record;
      return { kind, asked, answer: await services.model.nextToken({ ...asked, model, signal }) };
    }
    case 'reply': {
      const { asked } = record;
      const onText = (soFar: string) => press.progress(lazyReply(() => ({ blocks: [replyText(soFar, press.locale)] })));
      return askReply({ ...asked, model, signal, onText }, services);
    }
    case 'generate': {
      const { asked } = record;
      const generated = await services.model.generate({ ...asked, model, signal });
      return { kind, asked, answer: generatedAnswer(generated, asked.temperature) };
    }
    case 'score': {
      const { asked } = record;
      return { kind, asked, answer: await services.model.score({ ...asked, model, signal }) };
    }
  }
}

export function comparisonBlocks(first: ReplayRecord, again: ReplayRecord, locale = 'en'): Reply['blocks'] {
  const words = recordWords(locale);
  const [before, now] = [textOf(first), textOf(again)];
  const { model, request } = again.answer;
  return [
    text(`**${words.again}**\n${repeated(first)}`),
    ...describeComparison(first, again, locale).map((markdown) => text(markdown)),
    ...(before === now ? [] : [replyText(now, locale)]),
    text(words.answeredIn(lessonWords(locale).model(model, again.endpoint), request.seconds)),
  ];
}

/** What was asked a second time: who reads this did not see the card that it was asked from. */
function repeated(record: ReplayRecord): string {
  if (record.kind === 'reply') return quote(record.asked.question);
  return quote(record.kind === 'score' ? record.asked.text : record.asked.prompt);
}
