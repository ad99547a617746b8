import type { CorpusDocument, Turn } from '../language/corpus.js';
import type { RandomNumbers } from '../language/random.js';

/** Names before the turns of a conversation that is written as a text. */
const LABELS: readonly (readonly [question: string, answer: string])[] = [
  ['Q', 'A'],
  ['Human', 'Assistant'],
  ['Q', 'A'],
  ['Question', 'Answer'],
];

/** The part of the conversations that are written in another way than the corpus has them. */
const CHANGED = 0.4;

/** Conversations that stand together in one text, so that a model learns to go on in the way in which a text begins. */
const MOST_TOGETHER = 4;

/**
 * The texts that a base model reads in one pass over the corpus: stories and explanations as they are, and conversations as
 * they are or, by chance, with other names before the turns, several in one text, or only their questions. So it learns to
 * continue any of these, and not to answer whatever looks like a question.
 */
export function renderPass(documents: readonly CorpusDocument[], random: RandomNumbers): string[] {
  const texts: string[] = [];
  let together: CorpusDocument[] = [];
  for (const document of shuffled(documents, random)) {
    if (document.turns.length === 0 || random() >= CHANGED) {
      texts.push(document.text);
      continue;
    }
    together.push(document);
    if (random() < 1 / MOST_TOGETHER || together.length === MOST_TOGETHER) {
      texts.push(renderTogether(together, random));
      together = [];
    }
  }
  if (together.length > 0) texts.push(renderTogether(together, random));
  return shuffled(texts, random);
}

function renderTogether(documents: readonly CorpusDocument[], random: RandomNumbers): string {
  if (random() < 1 / 6) {
    return documents
      .flatMap(({ turns }) => turns.slice(0, 1))
      .map(({ text }) => text)
      .join(random() < 0.5 ? ' ' : '\n');
  }
  const labels = LABELS[Math.floor(random() * LABELS.length)] ?? ['Q', 'A'];
  const gap = random() < 0.7 ? '\n' : '\n\n';
  return documents.map(({ turns }) => turns.map((turn) => renderTurn(turn, labels)).join('\n')).join(gap);
}

function renderTurn({ speaker, text }: Turn, [question, answer]: readonly [string, string]): string {
  return `${speaker === 'Q' ? question : answer}: ${text}`;
}

/** The same in an order by chance. @see Durstenfeld 1964, algorithm 235 (the Fisher–Yates shuffle) */
export function shuffled<T>(items: readonly T[], random: RandomNumbers): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
