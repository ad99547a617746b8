import { createSeededRandom, type RandomNumbers } from '../src/sampling/random.js';
import { readCorpus } from '../src/tiny-model/language/corpus.js';
import type { Vocabulary } from '../src/tiny-model/language/vocabulary.js';
import { trainOnCorpus } from '../src/tiny-model/serve-tiny-model.js';
import { createTransformerModel } from '../src/tiny-model/transformer/transformer-model.js';

/** A distribution of which every token is known. */
export interface Example {
  /** What it is of: examples of one kind have their tails in common more than those of two. */
  readonly kind: string;
  /** Probabilities of all tokens, most likely first. */
  readonly whole: Float64Array;
}

const SEED = 15;

/** Prompts for each embedded model, and distributions for each size of a made-up vocabulary. */
const AMOUNT = { prompts: 220, stretched: 90, made: 70 };

/** Checkpoints that have learned next to nothing are no models that anybody asks. */
const MIN_STEPS = 100;

/** Tokens of a small vocabulary, such as that of a model of a few hundred thousand weights. */
const SMALL = 512;

/** Vocabularies of models that people use. */
const LARGE = [32_000, 151_936, 200_019];

/**
 * Whole distributions to calibrate estimates on, one after another: of the embedded models; of the same as if their tokens
 * were fewer and shorter, or more; and made-up ones of other shapes.
 */
export async function* tailExamples(): AsyncGenerator<Example> {
  const random = createSeededRandom(SEED);
  const { vocabulary, ngram, shelf } = await trainOnCorpus('assets/corpus', 'assets/model');
  const prompts = await choosePrompts(vocabulary, random);
  const small = smallVocabulary(vocabulary);
  const seen: Float64Array[] = [];

  for (const prompt of prompts) {
    const probabilities = ngram.open(prompt).probabilities();
    yield { kind: 'n-gram', whole: wholeOf(probabilities) };
    yield { kind: 'n-gram, short tokens', whole: wholeOf(join(probabilities, small)) };
  }
  for (const shelved of shelf.all.filter(({ step = Number.POSITIVE_INFINITY }) => step >= MIN_STEPS)) {
    const model = createTransformerModel(await shelf.open(shelved), vocabulary.endOfText, ngram.fitting);
    for (const prompt of shelved.step === undefined ? prompts : prompts.slice(0, prompts.length / 2)) {
      const probabilities = model.open(prompt).probabilities();
      const whole = wholeOf(probabilities);
      yield { kind: shelved.step === undefined ? 'transformer' : 'transformer, half trained', whole };
      yield { kind: 'transformer, short tokens', whole: wholeOf(join(probabilities, small)) };
      if (shelved.step === undefined) seen.push(whole);
    }
  }
  for (const size of LARGE) {
    for (let made = 0; made < AMOUNT.stretched; made++) {
      const whole = seen[Math.floor(random() * seen.length)] as Float64Array;
      yield { kind: 'transformer, stretched', whole: stretch(whole, size) };
    }
    for (let made = 0; made < AMOUNT.made; made++) yield { kind: 'normal scores', whole: normalScores(size, random) };
  }
  for (const size of [4003, ...LARGE]) {
    for (let made = 0; made < AMOUNT.made; made++) yield { kind: 'Zipf', whole: zipf(size, random) };
  }
}

/** Pieces of the texts that the models learned from, half of them with their words in disorder. */
async function choosePrompts(vocabulary: Vocabulary, random: RandomNumbers): Promise<number[][]> {
  const documents = await readCorpus('assets/corpus');
  return Array.from({ length: AMOUNT.prompts }, (_, number) => {
    const text = documents[Math.floor(random() * documents.length)]?.text ?? '';
    const from = Math.floor(random() * Math.max(1, text.length - 40));
    const piece = text.slice(from, from + 5 + Math.floor(random() * 150));
    const words = piece.split(' ').map((word) => ({ word, place: number % 2 === 0 ? 0 : random() }));
    return vocabulary
      .encode(
        words
          .sort((one, other) => one.place - other.place)
          .map(({ word }) => word)
          .join(' '),
      )
      .slice(-120);
  });
}

function wholeOf(probabilities: ArrayLike<number>): Float64Array {
  const whole = Float64Array.from(probabilities).sort().reverse();
  const sum = whole.reduce((total, each) => total + each, 0);
  return whole.map((each) => each / sum);
}

/** For each token, the longest of the first tokens of the vocabulary that it begins with. */
function smallVocabulary({ bytes, size }: Vocabulary): number[] {
  const text = (id: number) => String.fromCharCode(...bytes(id));
  const first = new Map(Array.from({ length: SMALL }, (_, id) => [text(id), id]));
  return Array.from({ length: size }, (_, id) => {
    const whole = text(id);
    for (let length = whole.length; length > 0; length--) {
      const found = first.get(whole.slice(0, length));
      if (found !== undefined) return found;
    }
    return id % SMALL;
  });
}

/** The distribution of the first short token of what comes next. */
function join(probabilities: ArrayLike<number>, into: readonly number[]): Float64Array {
  const joined = new Float64Array(SMALL);
  for (const [id, short] of into.entries()) joined[short] = (joined[short] ?? 0) + (probabilities[id] ?? 0);
  return joined;
}

/** The same curve over more ranks: the first ones stay, and the further out the more tokens take the place of one. */
function stretch(whole: Float64Array, size: number): Float64Array {
  const most = Math.log(size);
  const slowing = (most - Math.log(whole.length)) / most ** 2;
  return wholeOf(
    Float64Array.from({ length: size }, (_, at) => {
      const log = Math.log(at + 1);
      const place = Math.exp(log - slowing * log * log) - 1;
      const [below, above] = [whole[Math.floor(place)] ?? 0, whole[Math.ceil(place)] ?? whole.at(-1) ?? 0];
      return below ** (1 - (place % 1)) * above ** (place % 1);
    }),
  );
}

/** Most tokens have scores from one normal distribution, and a few that fit the text have higher ones. */
function normalScores(size: number, random: RandomNumbers): Float64Array {
  const spread = 1.5 + 2 * random();
  const scores = Float64Array.from({ length: size }, () => spread * normal(random));
  const fitting = Math.exp(random() * Math.log(400));
  const [least, most] = [3 * random(), 5 + 9 * random()];
  for (let at = 0; at < fitting; at++) {
    scores[at] = (scores[at] ?? 0) + least + most * (1 - Math.sqrt(random()));
  }
  return wholeOf(scores.map(Math.exp));
}

/** Zipf's law as Mandelbrot has it, each token off by a factor of its own. */
function zipf(size: number, random: RandomNumbers): Float64Array {
  const exponent = 1 + random();
  const shift = 0.5 * 100 ** random();
  const noise = 0.7 * random();
  return wholeOf(
    Float64Array.from({ length: size }, (_, at) => (at + 1 + shift) ** -exponent * Math.exp(noise * normal(random))),
  );
}

/** @see Box, Muller 1958, "A note on the generation of random normal deviates" */
function normal(random: RandomNumbers): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
