import type { Interval } from '../../src/domain/interval.js';
import type { ListedDistribution } from '../../src/sampling/listed.js';
import type { Scientific } from '../../src/sampling/scientific.js';
import { fillFormula } from '../../src/sampling/temperature-formula.js';
import { chanceFigures } from '../../src/words/chance-figure.js';
import type { Language } from '../../src/words/language.js';
import { temperatureWords } from './words.js';

/**
 * The formula of the softmax with temperature, and below it the same with the numbers of one token, to four digits; to three
 * where the fourth is not known.
 *
 * @param temperature above 0
 * @param place of the token in the list
 * @param estimate of its probability, where that is not fully known
 */
export function formulaLines(
  distribution: ListedDistribution,
  temperature: number,
  place: number,
  locale: string,
  estimate?: Interval,
): string {
  const words = temperatureWords(locale);
  const { number, percentRange } = words.figures;
  const plainDigits = (value: number) => signedDigits(value, words.figures);
  const fourDigits = (value: Scientific) => positiveDigits(value, words.figures);
  const { logit, scaled, numerator, listedSum, denominator, quotient } = fillFormula(distribution, temperature, place);
  const above = fourDigits(numerator);
  const below = oneFigure(denominator.low, denominator.high, words.figures);
  const sum = below ?? words.to(fourDigits(denominator.low), fourDigits(denominator.high));
  const share =
    oneFigure(toScientific(quotient.low), toScientific(quotient.high), words.figures) ??
    words.to(plainDigits(quotient.low), plainDigits(quotient.high));
  const alone = words.listedAlone(distribution.probabilities.length, fourDigits(listedSum));
  return [
    'pᵢ = exp(zᵢ/T) / Σ exp(zⱼ/T)',
    '',
    `zᵢ          = ln ${plainDigits(distribution.probabilities[place] ?? 0)} = ${plainDigits(logit)}`,
    `zᵢ/T        = ${plainDigits(logit)} / ${number(temperature)} = ${plainDigits(scaled)}`,
    `exp(zᵢ/T)   = ${above}`,
    `Σ exp(zⱼ/T) = ${sum}${below === undefined ? `   ${alone}` : ''}`,
    `pᵢ          = ${above} / ${below ?? 'Σ'} = ${share}   (${percentRange(quotient.low, quotient.high)})`,
    ...(estimate?.about === undefined
      ? []
      : [`            = ${words.estimated(chanceFigures(locale).full(estimate))}`]),
  ].join('\n');
}

/** A number of which both ends say the same to four or three digits, or differ by less than a fifth of the last one. */
function oneFigure(low: Scientific, high: Scientific, figures: Language): string | undefined {
  if (high.mantissa === Number.POSITIVE_INFINITY) return undefined;
  const most = high.mantissa * 10 ** (high.exponent - low.exponent);
  const middle = { mantissa: (low.mantissa + most) / 2, exponent: low.exponent };
  const digits = [4, 3].find((one) => {
    const isSame = positiveDigits(low, figures, one) === positiveDigits(high, figures, one);
    return isSame || most - low.mantissa < 10 ** (1 - one) / 5;
  });
  return digits === undefined ? undefined : positiveDigits(middle, figures, digits);
}

/** @param value at least 0 */
function toScientific(value: number): Scientific {
  const [mantissa = 0, exponent = 0] = value.toExponential(9).split('e').map(Number);
  return { mantissa, exponent };
}

/** With a true minus sign. */
function signedDigits(value: number, figures: Language): string {
  const shown = positiveDigits(toScientific(Math.abs(value)), figures);
  return value < 0 ? `−${shown}` : shown;
}

/** `0.5067`, or `1.234·10⁻⁸` where that would have too many noughts. */
function positiveDigits({ mantissa, exponent }: Scientific, { decimals, number }: Language, digits = 4): string {
  if (mantissa === Number.POSITIVE_INFINITY) return '∞';
  if (exponent >= -3 && exponent <= 3) return number(Number((mantissa * 10 ** exponent).toPrecision(digits)));
  const isRoundedUp = mantissa >= 10 - 10 ** (1 - digits) / 2;
  const power = Array.from(String(isRoundedUp ? exponent + 1 : exponent), (sign) => SUPERSCRIPTS.get(sign) ?? sign);
  return `${decimals(isRoundedUp ? 1 : mantissa, digits - 1)}·10${power.join('')}`;
}

const SUPERSCRIPTS = new Map(Array.from('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', (sign, at) => ['-0123456789'.charAt(at), sign]));
