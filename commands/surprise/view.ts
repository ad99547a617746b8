import type { ProbabilityStrip } from '../../src/charts/kinds/probability-strip/probability-strip.js';
import { plain } from '../../src/discord/markdown.js';
import { picture } from '../../src/discord/reply.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { tokenEntries } from '../../src/lesson/token/look-closely.js';
import { seenScored } from '../../src/lesson/token/seen-token.js';
import { lessonWords } from '../../src/lesson/words.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { surpriseOf } from './facts.js';
import { keptTokens, recordOf, type SurpriseFacts, type SurpriseResult, withExpectedWord } from './result.js';
import { type StandsOut, type SurpriseWords, surpriseWords } from './words.js';

/** Of something without spaces, such as an address, both ends tell which it is. */
const MAX_WORD = 40;

/** Of a word on a button. */
const MAX_SWAP = 30;

/** Shows how likely each token of a text was, and says which surprised most. */
export function viewSurprise(result: SurpriseResult, place: Place): View {
  const { runId, locale } = place;
  const { facts, broken, left } = result;
  const words = surpriseWords(locale);
  const shared = lessonWords(locale);
  const answer = recordOf(result)?.answer;
  const tokens = keptTokens(result);
  const standsOut = findStandsOut(facts);
  const { isFirstLeft, unknown, bounds } = facts;
  const isAll = !isFirstLeft && unknown + bounds === 0;
  const expected = withExpectedWord(result) === undefined ? undefined : facts.word?.expected;
  const look = { action: 'look', runId };
  return layOut(
    {
      tone: broken === undefined ? 'normal' : 'error',
      asked: askedWords(result.text),
      picture: picture('surprise', stripOf(tokens, words)),
      sentence: standsOut === undefined ? words.noSurprise(isAll) : words.standsOut(standsOut),
      notes: [
        ...(broken === undefined ? [] : [words.breaksOff(facts.tokens, sentenceOf(broken.why, locale))]),
        ...(left > 0 ? [words.beginningOnly(left)] : []),
        ...(answer?.notices ?? [])
          .filter(({ code }) => code === 'scored-in-part')
          .map((notice) => plain(sentenceOf(notice, locale))),
        ...(answer === undefined || answer.scale === 'raw' ? [] : [`-# ${shared.takesNoTemperature}`]),
      ],
      buttons:
        expected === undefined
          ? []
          : [
              {
                action: 'swap',
                runId,
                label: words.swap(shorten(visibleText(expected.text.trim()), MAX_SWAP, 'both')),
                style: 'primary',
              },
            ],
      goOn: [
        ...tokenEntries(tokens.map(seenScored), look, locale, tokens.length),
        ...(broken === undefined
          ? [{ action: 'list', runId, label: words.fullList, description: words.fullListHint }]
          : []),
      ],
      smallPrint: shared.smallPrint(answer?.model ?? broken?.model),
    },
    place,
  );
}

/** The word that surprised most; the token where the text has no words. Undefined where nothing was a surprise. */
export function findStandsOut({ word, mostSurprising, tokens }: SurpriseFacts): StandsOut | undefined {
  const most = mostSurprising.toSorted((one, other) => bitsOf(other.token) - bitsOf(one.token))[0];
  if (most === undefined) return undefined;
  if (word === undefined) {
    const { token } = most;
    const shown = shorten(tokenLabel(token), MAX_WORD, 'both');
    const isBound = surpriseOf(token)?.isBound ?? true;
    return { shown, bits: bitsOf(token), isBound, isSure: true, isOnly: tokens === 1, expected: undefined };
  }
  // A comma or a full stop behind it is no part of what surprises.
  const bare = word.text.replace(/\p{P}+$/u, '') || word.text;
  const shown = shorten(visibleText(bare), MAX_WORD, 'both');
  return { ...word, shown, isOnly: tokens === 1, expected: word.expected };
}

function bitsOf(token: ScoredTextToken): number {
  return surpriseOf(token)?.bits ?? 0;
}

function stripOf(tokens: readonly ScoredTextToken[], words: SurpriseWords): ProbabilityStrip {
  return {
    kind: 'probability-strip',
    title: words.title,
    tokens: tokens.map((token) => {
      const surprise = surpriseOf(token);
      const probability = surprise && token.probability?.high;
      return {
        label: tokenLabel(token),
        probability,
        bound: surprise?.isBound,
        caption: surprise && probability !== undefined ? words.caption(probability, surprise.isBound) : undefined,
        breakAfter: token.text.endsWith('\n'),
      };
    }),
  };
}
