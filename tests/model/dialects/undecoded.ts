import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { writeByteLevel } from '../undecoded-writers.js';
import { type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, isTooLong, isUnknownModel, listedOf, settingsOf } from './read-request.js';
import { bytesOf, vocabulary } from './truth-vocabulary.js';
import {
  chatAnswer,
  chatContent,
  chatStream,
  completionAnswer,
  completionMaps,
  cutByToken,
  decoded,
  topIds,
  type Writing,
} from './write-answer.js';

/** As the tokenizer keeps a piece that is bytes: `Ġhello`, `æĺ¯`. */
function byteLevelPiece(id: number): string {
  return vocabulary[id]?.name ?? writeByteLevel(bytesOf([id]));
}

/** As SentencePiece keeps it: `▁hello`, and `<0xE2>` for a byte. Its parts of characters are single bytes. */
function sentencePiece(id: number): string {
  const bytes = bytesOf([id]);
  if (bytes.length === 1 && decoded(id) === '\uFFFD') return `<0x${bytes.toString('hex').toUpperCase()}>`;
  return decoded(id).replaceAll(' ', '▁');
}

/** A server that decodes its text and not the tokens of its lists. */
function createUndecoded(name: (id: number) => string): Dialect['answer'] {
  const writing: Writing = { values: 'raw', zero: -9999, name, rest: () => ({ bytes: null }), list: topIds };
  const mapWriting: Writing = {
    ...writing,
    list: (step, count) => [...new Set([step.id, ...topIds(step, count, writing)])],
  };
  return ({ path, body }: StubRequest): StubAnswer | undefined => {
    const refuse = (status: number, message: string): StubAnswer => ({ status, json: { error: { message } } });
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel }] } };
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    if (isUnknownModel(body)) return refuse(404, `The model ${String(body.model)} does not exist.`);
    if (isTooLong(body)) return refuse(400, 'The prompt is too long for the context window.');
    const listed = listedOf(body);
    const generated = generate(contextOf(body), settingsOf(body));
    if (path === '/v1/completions') {
      return completionAnswer(
        generated,
        listed === undefined ? null : completionMaps(generated.steps, listed, mapWriting),
      );
    }
    const content = (steps: readonly Step[]) => (listed === undefined ? null : chatContent(steps, listed, writing));
    if (body.stream !== true) return chatAnswer(generated, content(generated.steps));
    return chatStream(generated, cutByToken(generated), (steps) => ({ content: content(steps) }));
  };
}

const facts = {
  source: 'described',
  route: 'completions',
  repliesWithLogprobs: true,
  scale: 'raw',
  values: 'raw',
  mostListed: Number.POSITIVE_INFINITY,
  byText: true,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: undefined },
} as const;

/** A server with a byte-level tokenizer whose pieces it sends as they are. */
export const byteLevel: Dialect = {
  ...facts,
  name: 'byte-level pieces',
  answer: createUndecoded(byteLevelPiece),
};

/** The same with SentencePiece. */
export const sentencePieces: Dialect = {
  ...facts,
  name: 'SentencePiece pieces',
  answer: createUndecoded(sentencePiece),
};
