import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look, lookForAnalogy } from '../../commands/embed/look.js';
import { pairsOf } from '../../commands/embed/pairs.js';
import { embedWords } from '../../commands/embed/words.js';
import { embed } from '../../commands/embed.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { press } from './press.js';

/** “a is to b as c is to d”, of common words. */
const ANALOGIES = [
  'king queen man woman',
  'man woman king queen',
  'boy girl brother sister',
  'brother sister boy girl',
  'man woman boy girl',
  'mother father sister brother',
  'France Paris Germany Berlin',
  'Paris France Berlin Germany',
  'France Paris Italy Rome',
  'Paris France Rome Italy',
  'Paris France Tokyo Japan',
  'France Paris Japan Tokyo',
  'cat kitten dog puppy',
  'big small hot cold',
  'big small old young',
  'hot cold summer winter',
  'day night sun moon',
  'prince princess king queen',
  'king queen prince princess',
  'father mother brother sister',
  'father mother uncle aunt',
  'morning evening day night',
  'bird fly fish swim',
  'grandmother grandfather mother father',
  'happy sad good bad',
].map((four) => four.split(' ') as [string, string, string, string]);

const asking = { signal: new AbortController().signal, locale: 'en-US' };
let services: OpenServices;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

describe('the vectors of the embedded transformer', () => {
  test('are those that /embed takes where nobody names a model', async () => {
    const result = await embed.ask(
      { words: 'cat, dog', model: undefined },
      { ...press('-'), commandNeeds: [] },
      services,
    );
    expect(result).toMatchObject({ model: 'tokenscope-base', dimensions: 128 });
  });

  test('have in the first example what belongs together closest together', async () => {
    const texts = embedWords('en').standard;
    const asked = { texts, leftOut: 0, named: undefined, asked: 'tokenscope-base', sampling: undefined };
    const result = await look(asked, asking, services);
    const first = pairsOf(result)
      .slice(0, 3)
      .map(({ one, other }) => `${texts[one]} ${texts[other]}`);
    expect(first.slice(0, 2).toSorted()).toEqual(['cat dog', 'king queen']);
    expect(
      pairsOf(result)
        .slice(0, 4)
        .map(({ one, other }) => `${texts[one]} ${texts[other]}`),
    ).toContain('banana apple');
  });

  test('answer most analogies: the expected word comes first in 15 of 25 or more, and is always among the first five', async () => {
    const asked = {
      texts: ['cat', 'dog'],
      leftOut: 0,
      named: undefined,
      asked: 'tokenscope-base',
      sampling: undefined,
    };
    const found = await look(asked, asking, services);
    const ranks: (number | undefined)[] = [];
    for (const [a, b, c, expected] of ANALOGIES) {
      const { analogy } = await lookForAnalogy(found, { terms: [a, b, c], expected }, asking, services);
      ranks.push(analogy?.expected?.rank);
    }
    expect(ranks.filter((rank) => rank === 1).length).toBeGreaterThanOrEqual(15);
    expect(ranks.filter((rank = 99) => rank > 5)).toEqual([]);
  });
});
