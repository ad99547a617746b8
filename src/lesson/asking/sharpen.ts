import { type GoOnEntry, type Reply, status, text } from '../../discord/reply.js';
import { placeIn, placesLike } from '../../domain/find-token.js';
import type { Interval } from '../../domain/interval.js';
import type { ReplyStart } from '../../domain/language-model.js';
import type { ListedTokens } from '../../domain/listed-tokens.js';
import type { RolledToken } from '../../domain/token.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import type { AskPress } from '../command/definition.js';
import type { Counted } from '../rows/counted.js';
import type { DistributionRows } from '../rows/distribution-rows.js';
import { sharpenWords } from './words.js';

/** Draws that one press asks for. */
const DRAWS = 200;

/** Each costs whoever runs the endpoint. */
const MAX_REQUESTS = 60;

/** More draws would hardly narrow anything. */
const MAX_DRAWS = 2000;

/** A figure that is known as well as this needs no draws. */
const WELL_KNOWN = 0.02;

/** At these temperatures draws tell what the list tells already. */
const NEAR_1 = { from: 0.85, to: 1.15 };

/** What is asked to draw. */
interface Asked {
  readonly prompt: string;
  readonly asQuestion?: ReplyStart | undefined;
  readonly model?: string | undefined;
  readonly listed: ListedTokens;
}

/** How far apart the ends of the widest estimate are among the rows; 0 where draws cannot narrow any. */
export function widthToSharpen(
  { bars }: Pick<DistributionRows, 'bars'>,
  { tail }: ListedTokens,
  temperature: number,
  counted: readonly Counted[] = [],
): number {
  const drawn = counted.find((one) => one.temperature === temperature)?.draws ?? 0;
  const isKnown = tail.length !== 1 || (temperature >= NEAR_1.from && temperature <= NEAR_1.to);
  if (isKnown || temperature === 0 || drawn >= MAX_DRAWS) return 0;
  const widthOf = ({ low, high, about }: Interval) => (about === undefined ? 0 : high - low);
  const widest = Math.max(0, ...bars.map(({ probability }) => widthOf(probability)));
  return widest < WELL_KNOWN ? 0 : widest;
}

/** The entry of the menu that asks the model for draws, where they would narrow something. */
export function sharpenEntry(
  width: number,
  temperature: number,
  on: Pick<GoOnEntry, 'runId' | 'value'>,
  locale: string,
): GoOnEntry[] {
  if (width === 0) return [];
  const words = sharpenWords(locale);
  return [
    {
      action: 'sharpen',
      ...on,
      label: words.sharpen,
      description: words.sharpenHint(DRAWS, temperature),
      choice: String(temperature),
    },
  ];
}

/**
 * Asks the model for draws with nothing cut, and counts those of tokens that are not listed. Draws of which it cannot be told
 * are not counted. What broke off counts as far as it came.
 *
 * @throws UserError where nothing came
 */
export async function countDraws(
  { listed, ...asked }: Asked,
  temperature: number,
  seed: number | undefined,
  { signal, progress, locale }: Pick<AskPress, 'signal' | 'progress' | 'locale'>,
  services: Services,
): Promise<Counted> {
  let count: Counted = { temperature, draws: 0, hidden: 0 };
  const show = (): Reply => ({
    blocks: [text(sharpenWords(locale).sharpen), status(sharpenWords(locale).drawing(count.draws, DRAWS))],
  });
  progress(show());
  try {
    await services.model.rolls({
      ...asked,
      count: DRAWS,
      temperature,
      seed,
      mostRequests: MAX_REQUESTS,
      signal,
      onRolls: (tokens) => {
        count = tokens.reduce((sum, token) => addDraw(sum, listed, token), count);
        progress(show());
      },
    });
  } catch (error) {
    if (count.draws === 0 || !(error instanceof UserError || signal.aborted)) throw error;
  }
  if (count.draws === 0) throw new UserError('no-draw-to-count');
  return count;
}

function addDraw(count: Counted, { candidates }: ListedTokens, token: RolledToken): Counted {
  if (token === undefined) return count;
  if (placesLike(candidates, token).length === 0) return { ...count, draws: count.draws + 1, hidden: count.hidden + 1 };
  return placeIn(candidates, token) === undefined ? count : { ...count, draws: count.draws + 1 };
}

/** What was counted, in lines of markdown for **Details**. */
export function countedLines(counted: readonly Counted[] | undefined, locale: string): string[] {
  const words = sharpenWords(locale);
  return counted === undefined || counted.length === 0 ? [] : [...counted.map(words.counted), words.countedHow];
}

/** How many draws were counted, in plain text for the small print. */
export function countedPart(counted: readonly Counted[] | undefined, locale: string): string[] {
  const draws = (counted ?? []).reduce((sum, one) => sum + one.draws, 0);
  return draws === 0 ? [] : [sharpenWords(locale).draws(draws)];
}
