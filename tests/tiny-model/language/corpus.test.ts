import { describe, expect, test } from 'vitest';
import { parseCorpus, readCorpus } from '../../../src/tiny-model/language/corpus.js';
import { corpusDirectory } from '../fixtures.js';

describe('parseCorpus', () => {
  test('blank lines separate documents, lines of prose are joined', () => {
    expect(parseCorpus('One\ntwo.\r\n\r\n\r\nThree.\n \nFour.\n')).toEqual([
      { text: 'One two.', turns: [] },
      { text: 'Three.', turns: [] },
      { text: 'Four.', turns: [] },
    ]);
  });

  test('a conversation keeps one turn per line and joins what belongs to a turn', () => {
    expect(parseCorpus('Q: Hi?\nA: Hello,\nyou.\nQ: Bye.\nA: Bye.')).toEqual([
      {
        text: 'Q: Hi?\nA: Hello, you.\nQ: Bye.\nA: Bye.',
        turns: [
          { speaker: 'Q', text: 'Hi?' },
          { speaker: 'A', text: 'Hello, you.' },
          { speaker: 'Q', text: 'Bye.' },
          { speaker: 'A', text: 'Bye.' },
        ],
      },
    ]);
  });

  test('an empty text has no documents', () => {
    expect(parseCorpus(' \n\n')).toEqual([]);
  });
});

describe('readCorpus', () => {
  test('a corpus is the .txt files of a directory', async () => {
    const documents = await readCorpus(corpusDirectory.pathname);
    expect(documents[0]?.text).toBe('The capital of France is Paris. Paris lies on the Seine.');
  });

  test('a directory without texts is refused by name', async () => {
    const directory = new URL('.', import.meta.url).pathname;
    await expect(readCorpus(directory)).rejects.toThrow(/holds no document/);
  });
});
