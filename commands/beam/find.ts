import { status, text } from '../../src/discord/reply.js';
import type { Distribution } from '../../src/domain/distribution.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import { askedText } from '../../src/lesson/text/asked-line.js';
import { endsText } from '../../src/lesson/text/token-label.js';
import { LISTED_CANDIDATES, writeText } from '../../src/lesson/writing/write-text.js';
import { type BeamColumn, wayTo } from '../../src/sampling/beam-search.js';
import type { Services } from '../../src/services.js';
import type { BeamPath, BeamResult } from './result.js';
import { searchBeam, searchGreedily } from './search.js';
import { beamWords } from './words.js';

/** What is searched for, and how. */
export type BeamAsked = Pick<BeamResult, 'width' | 'steps' | 'seed' | 'sampling'> & {
  readonly prompt: string;
  readonly model?: string | undefined;
};

/** Searches for a likely text in view of everybody, and finds two others to compare it with. */
export async function findTexts(
  { prompt, model, ...how }: BeamAsked,
  { progress, signal, locale }: AskContext,
  services: Services,
): Promise<BeamResult> {
  const words = beamWords(locale);
  const show = (line: string) => progress({ blocks: [text(askedText(prompt)), status(line)] });
  show(words.searching);
  const known = new Map<string, Promise<Distribution>>();
  const askBehind = (added: string) => {
    const asked = known.get(added) ?? askNext(prompt + added);
    known.set(added, asked);
    return asked;
  };
  const askNext = (whole: string) =>
    services.model.nextToken({ prompt: whole, candidates: LISTED_CANDIDATES, model, signal });

  const first = await askBehind('');
  const onColumn = (columns: readonly BeamColumn[]) => show(words.soFar(columns.length, how.steps, bestText(columns)));
  const { columns, skipped, broken } = await searchBeam(askBehind, { ...how, signal, onColumn });
  const asked = { prompt, asQuestion: undefined, candidates: LISTED_CANDIDATES };
  const record = keepRecord({ kind: 'next-token', asked, answer: first }, services.model.endpoint) as NextTokenRecord;
  // What only stands beside the search is left out where it does not come.
  const greedy = broken === undefined ? await searchGreedily(askBehind, how.steps).catch(() => undefined) : undefined;
  const drawn =
    broken === undefined
      ? await drawText({ prompt, model, ...how }, signal, services).catch(() => undefined)
      : undefined;
  return {
    record,
    ...how,
    columns: columns.map((column) => [...column]),
    greedy,
    drawn,
    requests: known.size,
    skipped,
    broken,
  };
}

/** A text of the same length that is drawn token by token, with the model's own probabilities. */
export async function drawText(
  { prompt, model, steps, seed }: Omit<BeamAsked, 'width'>,
  signal: AbortSignal,
  services: Services,
): Promise<BeamPath | undefined> {
  const written = await writeText(
    { prompt, model, maxTokens: steps, temperature: 1, seed },
    signal,
    services,
    () => {},
  );
  const tokens = written.steps.map(({ token }) => token);
  if (tokens.length === 0 || written.broken !== undefined) return undefined;
  if (!written.isOwn || tokens.some(({ logprob }) => logprob <= UNLISTED_LOGPROB)) return undefined;
  const last = tokens.at(-1);
  return {
    tokens,
    logprob: tokens.reduce((sum, token) => sum + token.logprob, 0),
    ended: last !== undefined && endsText(last),
  };
}

/** The likeliest text so far. */
function bestText(columns: readonly BeamColumn[]): string {
  const way = wayTo(columns, columns.length - 1, 0);
  return joinTokens(way.filter(({ ended }) => ended === undefined).map(({ token }) => token));
}
