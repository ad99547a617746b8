import type { ListedDistribution } from '../../src/sampling/listed.js';
import type { Scientific } from '../../src/sampling/scientific.js';
import { fillFormula } from '../../src/sampling/temperature-formula.js';
import type { Language } from '../../src/words/language.js';
import { temperatureWords } from './words.js';

/**
 * The formula of the softmax with temperature, and below it the same with the numbers of one token, to four digits.
 *
 * @param temperature above 0
 * @param place of the token in the list
 */
export function formulaLines(
  distribution: ListedDistribution,
  temperature: number,
  place: number,
  locale: string,
): string {
  const words = temperatureWords(locale);
  const { number, percentRange } = words.figures;
  const plainDigits = (value: number) => signedDigits(value, words.figures);
  const fourDigits = (value: Scientific) => positiveDigits(value, words.figures);
  const rangeOf = (from: string, to: string) => (from === to ? from : words.to(from, to));
  const { logit, scaled, numerator, listedSum, denominator, quotient } = fillFormula(distribution, temperature, place);
  const above = fourDigits(numerator);
  const below = rangeOf(fourDigits(denominator.low), fourDigits(denominator.high));
  const share = rangeOf(plainDigits(quotient.low), plainDigits(quotient.high));
  const isRange = fourDigits(denominator.low) !== fourDigits(denominator.high);
  const alone = words.listedAlone(distribution.probabilities.length, fourDigits(listedSum));
  return [
    'pᵢ = exp(zᵢ/T) / Σ exp(zⱼ/T)',
    '',
    `zᵢ          = ln ${plainDigits(distribution.probabilities[place] ?? 0)} = ${plainDigits(logit)}`,
    `zᵢ/T        = ${plainDigits(logit)} / ${number(temperature)} = ${plainDigits(scaled)}`,
    `exp(zᵢ/T)   = ${above}`,
    `Σ exp(zⱼ/T) = ${below}${isRange ? `   ${alone}` : ''}`,
    `pᵢ          = ${above} / ${isRange ? 'Σ' : below} = ${share}   (${percentRange(quotient.low, quotient.high)})`,
  ].join('\n');
}

/** With a true minus sign. */
function signedDigits(value: number, figures: Language): string {
  const [mantissa, exponent] = Math.abs(value).toExponential(9).split('e').map(Number);
  const shown = positiveDigits({ mantissa: mantissa ?? 0, exponent: exponent ?? 0 }, figures);
  return value < 0 ? `−${shown}` : shown;
}

/** `0.5067`, or `1.234·10⁻⁸` where that would have too many noughts. */
function positiveDigits({ mantissa, exponent }: Scientific, { decimals, number }: Language): string {
  if (mantissa === Number.POSITIVE_INFINITY) return '∞';
  if (exponent >= -3 && exponent <= 3) return number(Number((mantissa * 10 ** exponent).toPrecision(4)));
  const isRoundedUp = mantissa >= 9.9995;
  const power = Array.from(String(isRoundedUp ? exponent + 1 : exponent), (sign) => SUPERSCRIPTS.get(sign) ?? sign);
  return `${decimals(isRoundedUp ? 1 : mantissa, 3)}·10${power.join('')}`;
}

const SUPERSCRIPTS = new Map(Array.from('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', (sign, at) => ['-0123456789'.charAt(at), sign]));
