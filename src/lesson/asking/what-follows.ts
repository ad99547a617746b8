import type { RunContext } from '../../discord/command.js';
import { codeBlock, inlineCode, plain } from '../../discord/markdown.js';
import { type ButtonsBlock, status, type TextBlock, text } from '../../discord/reply.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { plural } from '../../words/plural.js';
import { describeModel } from '../describe/describe-model.js';
import { describeRoute } from '../describe/describe-route.js';
import { type Look, type LookingCommand, lookButtons } from '../looks.js';
import type { Replay } from '../record/card.js';
import type { ReplayRecord } from '../record/record.js';
import { quote } from '../text/quote.js';
import { textEnd, visibleEnd } from '../text/text-end.js';
import { tokenLabel } from '../text/token-label.js';
import { LISTED_CANDIDATES } from '../writing/write-text.js';
import { TAKES_NO_TEMPERATURE } from './reply-scale.js';

/** The distribution that follows a prompt, as it was kept with what was asked. */
export type WhatFollows = Extract<ReplayRecord, { kind: 'next-token' }>;

/** How much of the prompt's end is shown. */
const MAX_TEXT_SHOWN = 500;

/** How much of it a picture's title has room for. */
const MAX_TITLE = 32;

/**
 * Asks what comes after a prompt and keeps the answer, for **Details** and for every further look at it.
 *
 * @returns the id of the record
 */
export async function askWhatFollows(
  { prompt, model, asQuestion }: Look,
  replay: Replay,
  { progress, signal }: Pick<RunContext, 'progress' | 'signal'>,
  services: Services,
): Promise<string> {
  const asked = { prompt, asQuestion, candidates: LISTED_CANDIDATES };
  progress({ blocks: [promptBlock({ asked }), status('Asking the model what comes next…')] });
  const answer = await services.model.nextToken({ ...asked, model, signal });
  return replay.keep(services, { kind: 'next-token', asked, answer });
}

/** Rejects with a `UserError` when the record is no longer kept. */
export async function loadWhatFollows(replay: Replay, recordId: string, services: Services): Promise<WhatFollows> {
  const record = await replay.load(services, recordId);
  if (record.kind !== 'next-token')
    throw new UserError('said', { sentence: 'This record holds no distribution. Run the command again.' });
  return record;
}

/** Commands that go on with a text, and so with no reply to a question. */
const TEXT_COMMANDS: readonly LookingCommand[] = ['nextword', 'generate'];

/** Buttons that open other commands on the same prompt, those of them that can read it in the same way. */
export function otherLooks(
  { asked: { prompt, asQuestion }, model }: WhatFollows,
  services: Services,
  ...commands: readonly LookingCommand[]
): Promise<ButtonsBlock> {
  const fitting = commands.filter((command) => asQuestion === undefined || !TEXT_COMMANDS.includes(command));
  return lookButtons(services, { prompt, model, asQuestion }, ...fitting);
}

/** The prompt as it heads a message: a text's end as it is, a question in quotes. */
export function promptBlock({ asked: { prompt, asQuestion } }: Pick<WhatFollows, 'asked'>): TextBlock {
  if (asQuestion === undefined) return text(codeBlock(textEnd(prompt, MAX_TEXT_SHOWN)));
  return text(`${quote(prompt)}\n-# This is a question, and what is charted is the first token of the reply.`);
}

/** The title of a picture of what follows. */
export function titleOf({ asked: { prompt, asQuestion } }: WhatFollows): string {
  const shown = visibleEnd(prompt, MAX_TITLE);
  return asQuestion === undefined ? `What comes after “${shown}”` : `How the reply to “${shown}” begins`;
}

/** The most likely token as markdown. */
export function firstName({ answer: { candidates } }: WhatFollows): string {
  const [first] = candidates;
  return first === undefined ? 'the first token' : inlineCode(tokenLabel(first));
}

/**
 * The small print: which model, how it was asked, and what is not known.
 *
 * @param hasRanges some figures are ranges
 */
export function factLines({ answer, asked, endpoint }: WhatFollows, hasRanges: boolean): string[] {
  const { candidates, vocabularySize, route, scale, model, request } = answer;
  const count = vocabularySize === undefined ? ', and does not tell how many there are' : '';
  const how = asked.asQuestion === undefined ? describeRoute(route) : 'the model is asked the question';
  const system = asked.asQuestion?.system === undefined ? '' : ', with a system prompt';
  return [
    ...(hasRanges
      ? [
          `-# A range, in the picture a whisker, stands where a figure depends on tokens that are not known: the endpoint lists only the ${plural(candidates.length, 'most likely token')}${count}.`,
        ]
      : []),
    ...(scale === 'raw' ? [] : [`-# ${TAKES_NO_TEMPERATURE}`]),
    `-# ${describeModel(model, endpoint)} · ${how}${system} (/v1${plain(request.path)})`,
  ];
}
