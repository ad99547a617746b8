import { knowsWord } from './forget.js';
import {
  type Forget,
  listedCount,
  type Owner,
  overflowOf,
  promptParts,
  type ReadPrompt,
  templateCount,
  usedCount,
  wordsCount,
} from './result.js';
import { contextWords } from './words.js';

/** What the window is filled with, in one or two sentences. */
export function promptSentence(prompt: ReadPrompt, locale: string): string {
  const words = contextWords(locale);
  const { window } = prompt;
  const over = overflowOf(prompt);
  if (window !== undefined && over > 0) return words.overflow(usedCount(prompt), window, over);
  const room = window === undefined ? words.windowUntold : words.share(usedCount(prompt), window);
  return [madeOf(prompt, locale), ...countedSame(prompt, locale), room].join(' ');
}

/** That the tokenizer and the server come to the same number, where they do; it counted before the answer. */
function countedSame(prompt: ReadPrompt, locale: string): string[] {
  const { way, usage, counts } = prompt;
  const isSame = way === 'template' && counts.answer === 0 && usage?.prompt === listedCount(prompt);
  return isSame ? [contextWords(locale).countsSame] : [];
}

function madeOf(prompt: ReadPrompt, locale: string): string {
  const words = contextWords(locale);
  const { way, usage, answer, before = [] } = prompt;
  const own = { tokens: wordsCount(prompt), isConversation: before.length > 0 };
  const template = templateCount(prompt);
  const isEstimate = way === 'estimate';
  if (way === 'template') {
    const parts = promptParts(prompt).toSorted((one, other) => Number(isAround(one)) - Number(isAround(other)));
    return words.exact({ all: listedCount(prompt), parts, hasAnswer: answer !== undefined });
  }
  if (usage === undefined) return way === 'alone' ? words.noTemplate(own) : words.uncounted(own, isEstimate);
  return template === undefined
    ? words.fewer(usage.prompt, own, isEstimate)
    : words.rest(usage.prompt, own, template, isEstimate);
}

const isAround = ({ owner }: { readonly owner: Owner }) => owner === 'template';

/** From here on a model makes something of a fact: so many times as likely with it as without. */
const USES = 4;

/** What became of the word when the fact fell off. */
export function forgetSentence({ rows, word }: Forget, locale: string): string {
  const words = contextWords(locale);
  const [near, far, gone] = rows;
  if (near === undefined || far === undefined || gone === undefined) throw new Error('there are three rows');
  if (near.chance === undefined || far.chance === undefined || gone.chance === undefined) {
    return words.replies(
      word,
      rows.map(({ reply = '' }) => knowsWord(reply, word)),
    );
  }
  const without = gone.chance.probability;
  if (near.chance.isBound || near.chance.probability < USES * without) {
    return words.notUsed(word, near.chance, gone.chance);
  }
  const isKept = !far.chance.isBound && far.chance.probability >= USES * without;
  return words[isKept ? 'kept' : 'lostEarly'](word, near.chance, far.chance, gone.chance);
}
