import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCorpus, readHeard } from '../../src/tiny-model/language/corpus.js';
import { type TinyLanguageModel, trainTinyLanguageModel } from '../../src/tiny-model/language/tiny-language-model.js';
import { nextOf, vocabulary, writeOn } from './fixtures.js';

const corpusDirectory = fileURLToPath(new URL('../../assets/corpus', import.meta.url));
const { encode } = vocabulary();
let model: TinyLanguageModel;

beforeAll(async () => {
  model = trainTinyLanguageModel(
    [...(await readCorpus(corpusDirectory)), ...(await readHeard(corpusDirectory))],
    vocabulary(),
  );
});

/** The reply at temperature 0. */
function answer(question: string): string {
  return writeOn(model, `Q: ${question}\nA: `, 160, '\n');
}

describe('what newcomers ask', () => {
  test.each([
    ['hi', /tiny|small/],
    ['who are you', /small language model|tiny/],
    ['what does the bot do', /tokenize.*nextword.*ask/s],
    ['how do I use /nextword', /prompt|beginning of a sentence/],
    ['what is a token', /piece|part/],
    ["explain tokens like i'm five", /building bricks|pieces/],
    ['what is temperature', /bold|random|probab/],
    ['whats temprature in llms', /bold|random|probab/],
    ['what happens at temperature 0', /most likely/],
    ['what does top p mean', /likely tokens|from the top/],
    ['what is seed in sampling', /random|same/],
    ['what is entropy', /uncertain|unsure/],
    ['how do llms work', /next token/],
    ['how are llms trained', /next token/],
    ['why do llms hallucinate', /likely/],
    ['what is attention', /tokens?.*(look|weight)/s],
    ['what is an embedding', /list of numbers/],
    ['why is the sky blue', /scatter/],
    ['whats the capital of france', /Paris/],
    ['what is the speed of light', /300,000/],
    ['what is 7*8', /56|fifty-six/],
    ['how many legs does a spider have', /eight/],
    ['who wrote romeo and juliet', /Shakespeare/],
    ['tell me a joke', /Why did|What did|"/],
    ['hola', /English/],
    ['i wanna die', /emergency|helpline|crisis/],
  ])('“%s” has an answer that fits', (question, words) => {
    expect(answer(question)).toMatch(words);
  });

  test.each([
    'gdp of brazil',
    'what is a flurbo',
    'who is john smith',
    'stock price of apple',
    'what is 345 * 23',
    'tell me a story about a hamster',
    'asdfghjkl',
  ])('“%s”: the model says that it does not know', (question) => {
    expect(answer(question)).toMatch(/do not know|only be guessing/);
  });

  test('an unknown question about temperature is told what is known of it', () => {
    expect(answer('which temperature did the romans use')).toMatch(/do not know.*temperature/);
  });
});

describe('what newcomers let it continue', () => {
  const chances = (prompt: string) => {
    const probabilities = nextOf(model, encode(prompt));
    return (text: string) => probabilities[encode(text)[0] ?? -1] ?? 0;
  };

  test('the capital of France is Paris for the most part, and other words could follow', () => {
    const chance = chances('The capital of France is');
    expect(chance(' Paris')).toBeGreaterThan(0.5);
    expect(chance(' Paris')).toBeLessThan(0.95);
    expect(chance(' known') + chance(' one') + chance(' home') + chance(' a')).toBeGreaterThan(0.03);
  });

  test('a favorite food can be many things', () => {
    const chance = chances('My favorite food is');
    for (const food of [' pizza', ' chocolate', ' sushi', ' pancakes', ' soup'])
      expect(chance(food)).toBeGreaterThan(0.02);
  });
});
