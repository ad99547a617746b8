import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { factorsOf } from '../../src/lesson/writing/factors.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { bestPath, isSamePath } from './facts.js';
import { type BeamResult, WIDTHS } from './result.js';
import { BESIDE_PART, told } from './view.js';
import { beamWords } from './words.js';

/** What **Explain** tells of a search, or of the texts beside it. */
export function explainBeam(result: BeamResult, { runId, locale, value }: Place): Explanation {
  const words = beamWords(locale);
  const { explain } = words;
  const { width, drawn } = result;
  const best = bestPath(result);
  if (value === BESIDE_PART && drawn !== undefined) {
    return {
      idea: explain.besideIdea,
      example: explain.besideExample(told(best), told(drawn), isSamePath(best, drawn)),
      next: explain.drawAnother,
      tryIt: { action: 'drawNew', runId, label: words.another },
    };
  }
  const chances = best.tokens.map((token) => ({
    name: markedTokenName(token, locale),
    chance: probabilityOf(token.logprob),
  }));
  const factors = factorsOf(chances);
  if (chances.length === 0) {
    const { noExample, nextToken, tryNextToken } = explain;
    return {
      idea: explain.idea,
      example: noExample,
      next: nextToken,
      tryIt: linkTo('nextword', { label: tryNextToken }),
    };
  }
  const wider = WIDTHS.find((one) => one > width);
  const example =
    factors.length === 0
      ? explain.tooRare(Math.exp(best.logprob))
      : explain.example(factors, Math.exp(best.logprob), factors.length === chances.length);
  if (wider !== undefined) {
    return {
      idea: explain.idea,
      example,
      next: explain.nextWider(wider),
      tryIt: { action: 'widen', runId, value: String(wider), label: explain.tryWider(wider) },
    };
  }
  return {
    idea: explain.idea,
    example,
    next: explain.nextBeside,
    tryIt: { action: 'drawNew', runId, label: words.beside },
  };
}
