import { writeByteLevel } from '../undecoded-writers.js';
import { contextLength, type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, isTooLong, isUnknownModel, listedOf, settingsOf } from './read-request.js';
import { bytesOf, vocabulary } from './truth-vocabulary.js';
import { chatAnswer, chatContent, chatStream, cutByToken, topIds, type Writing } from './write-answer.js';

/** As the tokenizer keeps it. */
function piece(id: number): string {
  return vocabulary[id]?.name ?? writeByteLevel(bytesOf([id]));
}

const writing: Writing = {
  values: 'raw',
  zero: -9999,
  name: piece,
  // Those of the string, and so none of the token's own.
  rest: (id) => ({ bytes: [...Buffer.from(piece(id))] }),
  // The token that was drawn is not listed.
  list: (step, count) => topIds(step, count, writing).filter((id) => id !== step.id),
};

/** LMDeploy, chat alone: tokens are not decoded, and the drawn one is kept out of its list. */
export const lmdeploy: Dialect = {
  name: 'LMDeploy',
  source: 'described',
  route: 'chat',
  repliesWithLogprobs: true,
  scale: 'raw',
  values: 'raw',
  mostListed: Number.POSITIVE_INFINITY,
  // A drawn token that has a twin in the list cannot be told from it, and so is not put in.
  byText: true,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: undefined },
  answer({ path, body }) {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, owned_by: 'lmdeploy' }] } };
    if (path !== '/v1/chat/completions') return { status: 404, json: { detail: 'Not Found' } };
    const refuse = (status: number, message: string) => ({ status, json: { message, object: 'error', code: status } });
    if (isUnknownModel(body)) return refuse(404, `The model '${String(body.model)}' does not exist.`);
    if (isTooLong(body)) return refuse(400, `The input is longer than the context length of ${contextLength} tokens.`);
    const listed = listedOf(body);
    const generated = generate(contextOf(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens));
    const content = (steps: readonly Step[]) => (listed === undefined ? null : chatContent(steps, listed, writing));
    if (body.stream !== true) return chatAnswer(generated, content(generated.steps));
    return chatStream(generated, cutByToken(generated), (steps) => ({ content: content(steps) }));
  },
};
