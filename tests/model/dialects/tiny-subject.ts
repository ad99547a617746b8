import { openTinyModel } from '../../../src/tiny-model/open-tiny-model.js';
import { chatPrompt } from '../../../src/tiny-model/prompt.js';
import { endOfText, endOfTextName, vocabularySize } from '../../../src/tiny-model/vocabulary.js';
import { corpusDirectory, smallModel, vocabulary } from '../../tiny-model/fixtures.js';
import type { Subject } from './subject.js';

type Body = Readonly<Record<string, unknown>>;

/** More than any request lists. */
const likeliest = 300;

/** The embedded tiny model, whose truth is the same model trained in the test. */
export function createTinySubject(): Subject {
  const model = smallModel();
  const tokens = vocabulary();
  const token = (id: number) => ({
    id,
    bytes: tokens.bytes(id),
    name: id === endOfText ? endOfTextName : undefined,
  });
  const historyOf = (body: Body): readonly number[] =>
    Array.isArray(body.messages)
      ? chatPrompt(tokens, body.messages, body.continue_final_message === true)
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
    vocabularySize,
    scoring: 'echo',
    tokenizer: 'vllm',
    errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: undefined },
    open: () => openTinyModel({ corpusDirectory }),
    truthAt(body, told) {
      const next = model.next(historyOf(body));
      const ids = new Set(next.top(likeliest).map(({ id }) => id));
      for (const { text } of told) for (const id of tokens.encode(text)) ids.add(id);
      return [...ids].map((id) => ({ ...token(id), probability: next.probability(id) }));
    },
    drawn(body, told) {
      const history = [...historyOf(body)];
      const drawn = told.map((each) => {
        const usual = each.text === endOfTextName ? [endOfText] : tokens.encode(each.text);
        const id = each.id ?? (usual.length === 1 ? usual[0] : undefined);
        if (id === undefined) throw new Error(`The tiny model has no token “${each.text}”`);
        const logprob = Math.log(model.next(history).probability(id));
        history.push(id);
        return { ...token(id), logprob };
      });
      const text = tokens.decode(drawn.map(({ id }) => id));
      return { tokens: drawn, text };
    },
  };
}
