import { picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { byReward, MANY } from './best.js';
import type { Answer, BestResult } from './result.js';
import { featureOf } from './reward.js';
import { preferWords } from './words.js';

/** The answer that a reward likes best among fresh ones, and the one that it likes least. */
export function viewBest(result: BestResult, place: Place): View {
  const { runId, locale } = place;
  const words = preferWords(locale);
  const { answers, reward, prompt, trouble, seed } = result;
  const ranked = byReward(result);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (best === undefined || worst === undefined) throw new Error('there are always answers');
  const row = (one: typeof best, isBest: boolean) => ({
    label: words.ranked(isBest, one.reward),
    note: words.lengthOf(lengthOf(one.answer, reward.unit), reward.unit),
    text: one.answer.text.trim(),
  });
  return layOut(
    {
      asked: askedWords(prompt),
      picture: picture('best', {
        kind: 'text-rows',
        title: words.bestTitle(answers.length),
        rows: [row(best, true), row(worst, false)],
      }),
      sentence: [...(reward.source === 'sample' ? [words.invented] : []), sentenceFor(result, locale)].join(' '),
      notes: trouble === undefined ? [] : [words.trouble(sentenceOf(trouble, locale))],
      buttons: [
        { action: 'again', runId, label: words.more(MANY), style: 'primary' },
        { action: 'best-prompt', runId, label: words.otherPrompt },
      ],
      smallPrint: words.bestPrint(best.answer, seed),
      tone: trouble === undefined ? 'normal' : 'error',
    },
    place,
  );
}

function sentenceFor(result: BestResult, locale: string): string {
  const words = preferWords(locale);
  const { reward } = result;
  const ranked = byReward(result);
  if (ranked[0]?.reward === ranked.at(-1)?.reward) return words.allSame;
  const [best = 0, ...others] = ranked.map(({ answer }) => lengthOf(answer, reward.unit));
  return words.picked({
    isShortest: others.every((length) => length > best),
    isLongest: others.every((length) => length < best),
  });
}

function lengthOf(answer: Answer, unit: BestResult['reward']['unit']): number {
  return featureOf(answer, 'length', unit) ?? answer.words;
}
