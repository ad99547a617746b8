import type { RunContext } from '../../discord/command.js';
import { UserError } from '../../errors.js';

type Ruled = Pick<RunContext, 'rules'>;

/**
 * A temperature that nobody chose, as the place has it: no higher than is set there, which the reply then says.
 *
 * @param standard where nothing is set
 */
export function temperatureHere(standard: number, { rules }: Ruled): number {
  const highest = rules?.settings.highestTemperature;
  if (rules === undefined || highest === undefined || standard <= highest) return standard;
  rules.lowered({ what: 'temperature', from: standard, to: highest });
  return highest;
}

/** The usual temperature of a text or reply that a model writes, where nobody chose one. */
export function usualTemperature(standard: number, context: Ruled): number {
  return temperatureHere(context.rules?.settings.temperature ?? standard, context);
}

/** Temperatures side by side that nobody chose, each once. */
export function temperaturesHere(standard: readonly number[], context: Ruled): number[] {
  return [...new Set(standard.map((one) => temperatureHere(one, context)))];
}

/** How many tokens of a text nobody chose, as the place has it. */
export function tokensHere(standard: number, { rules }: Ruled): number {
  const longest = rules?.settings.longestReply;
  if (rules === undefined || longest === undefined || standard <= longest) return standard;
  rules.lowered({ what: 'tokens', from: standard, to: longest });
  return longest;
}

/**
 * What somebody chose, which is no more than is set for the place.
 *
 * @throws UserError
 */
export function checkChosen(temperature: number | undefined, { rules }: Ruled, tokens?: number): void {
  const { highestTemperature: highest, longestReply: longest } = rules?.settings ?? {};
  if (tokens !== undefined && longest !== undefined && tokens > longest) {
    throw new UserError('tokens-over-longest', { tokens, longest });
  }
  if (temperature !== undefined && highest !== undefined && temperature > highest) {
    throw new UserError('temperature-over-highest', { temperature, highest });
  }
}
