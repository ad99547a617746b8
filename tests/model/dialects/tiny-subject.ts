import { mostLikely } from '../../../src/tiny-model/language/ranking.js';
import type { Vocabulary } from '../../../src/tiny-model/language/vocabulary.js';
import { openTinyModel } from '../../../src/tiny-model/open-tiny-model.js';
import { createLabelledChat } from '../../../src/tiny-model/server/chat-format.js';
import { testSeed } from '../../setup/test-seed.js';
import { corpusDirectory, nextOf, smallModel, vocabulary } from '../../tiny-model/fixtures.js';
import type { Subject } from './subject.js';

type Body = Readonly<Record<string, unknown>>;

/** More than any request lists; what was drawn beside the list is added. */
const likeliest = 300;

function groupByText(tokens: Vocabulary): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let id = 0; id < tokens.size; id += 1) {
    const text = tokens.specialName(id) ?? tokens.decode([id]);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [id]);
    else group.push(id);
  }
  return groups;
}

/** The embedded tiny model, whose truth is the same model trained in the test. */
export function createTinySubject(): Subject {
  const model = smallModel();
  const tokens = vocabulary();
  const token = (id: number) => ({
    id,
    bytes: tokens.bytes(id),
    name: tokens.specialName(id),
  });
  // A drawn token need not be what its text is encoded to: “ }” and two line breaks can be one token or several.
  let byText: Map<string, number[]> | undefined;
  const idsOf = (text: string): readonly number[] => {
    byText ??= groupByText(tokens);
    return byText.get(text) ?? [];
  };
  const historyOf = (body: Body): readonly number[] =>
    Array.isArray(body.messages)
      ? createLabelledChat(tokens).prompt(body.messages, body.continue_final_message === true)
      : tokens.encode(String(body.prompt));
  return {
    name: 'the embedded tiny model',
    source: 'live',
    model: 'tokenscope-tiny',
    route: 'completions',
    repliesWithLogprobs: true,
    scale: 'raw',
    values: 'raw',
    mostListed: 20,
    byText: true,
    ids: false,
    texts: 'text',
    vocabularySize: tokens.size,
    scoring: 'echo',
    tokenizer: 'vllm',
    errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: undefined },
    open: () => openTinyModel({ corpusDirectory, seed: testSeed }),
    truthAt(body, told) {
      const next = nextOf(model, historyOf(body));
      const ids = new Set(mostLikely(next, likeliest).map(({ id }) => id));
      for (const { text } of told) for (const id of idsOf(text)) ids.add(id);
      return [...ids].map((id) => ({ ...token(id), probability: next[id] ?? 0 }));
    },
    drawn(body, told) {
      const history = [...historyOf(body)];
      const drawn = told.map((each) => {
        const next = nextOf(model, history);
        const away = (id: number) => Math.abs(Math.log(next[id] ?? 0) - each.logprob);
        const [id] = idsOf(each.text).toSorted((one, other) => away(one) - away(other));
        if (id === undefined) throw new Error(`The tiny model has no token “${each.text}”`);
        const logprob = Math.log(next[id] ?? 0);
        history.push(id);
        return { ...token(id), logprob };
      });
      const text = tokens.decode(drawn.map(({ id }) => id));
      return { tokens: drawn, text };
    },
  };
}
