import type { ChatLengthRequest, TokenizeRequest } from '../../domain/language-model.js';
import type { ServerTokenization } from '../../domain/server-tokens.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { isNo, isPathMissing, isRefusalOf } from '../wire/classify-refusal.js';
import { askTokens, askWritten, type Cutter } from './ask-tokenizer.js';
import { describeControls, findControls } from './control-reading.js';
import { cutAlone } from './server-token-alone.js';
import { cutAround } from './server-token-around.js';
import type { TokenizerSpeaker } from './speaker.js';
import { SPEAKERS } from './speakers.js';

/** Who speaks to an endpoint's own tokenizer, by whose protocol it has; remembered once there is one. */
export async function findTokenizer(
  asker: Asker,
  model: string,
  signal?: AbortSignal,
): Promise<TokenizerSpeaker | undefined> {
  const knowledge = asker.memory.about(model);
  if (knowledge.tokenizer !== undefined) return knowledge.tokenizer;
  for (const speaker of SPEAKERS) {
    if (!(await isSpoken({ asker, speaker, model, signal }))) continue;
    knowledge.learnTokenizer(speaker);
    return speaker;
  }
  return undefined;
}

async function isSpoken(cutter: Cutter): Promise<boolean> {
  try {
    const tokens = await askTokens(cutter, 'a', 'nothing');
    return tokens !== undefined && tokens.length > 0;
  } catch (error) {
    if (isNo(error) || isPathMissing(error)) return false;
    throw error;
  }
}

async function findCutter(asker: Asker, model: string, signal: AbortSignal | undefined): Promise<Cutter> {
  const speaker = await findTokenizer(asker, model, signal);
  if (speaker === undefined) throw withoutTokenizer(asker);
  return { asker, speaker, model, signal };
}

/** Cuts a text by the endpoint's own tokenizer; lone surrogates count as U+FFFD, as in UTF-8 they must. */
export async function tokenizeOnServer(
  asker: Asker,
  model: string,
  request: TokenizeRequest,
): Promise<ServerTokenization> {
  const { around, system, before, who, signal } = request;
  const found = await findCutter(asker, model, signal);
  const text = Buffer.from(request.text, 'utf8').toString('utf8');
  const controls = await findControls(asker, model, text, signal);
  const cutter = { ...found, readsControls: controls.length > 0 };
  try {
    const { tokens, notices } = await (around === 'nothing'
      ? cutAlone(cutter, text)
      : cutAround(cutter, { text, around, chat: { system, before, who } }));
    return { tokens, model, notices: [...notices, ...describeControls(controls)] };
  } catch (error) {
    if (!isPathMissing(error) && !isRefusalOf(error, 'route')) throw error;
    // It was there when it was found: the server has changed.
    asker.memory.about(model).forgetTokenizer();
    throw withoutTokenizer(asker);
  }
}

/**
 * The ids of a text by the endpoint's own tokenizer, in one request.
 *
 * @throws RefusalError, or ModelError `unsupported` where it has none to ask
 */
export async function idsOnServer(
  asker: Asker,
  model: string,
  { text, around, signal }: TokenizeRequest & { readonly around: 'nothing' | 'special' },
): Promise<readonly number[]> {
  const readsControls = (await findControls(asker, model, text, signal)).length > 0;
  const cutter = { ...(await findCutter(asker, model, signal)), readsControls };
  return (await askWritten(cutter, text, around)).map(({ id }) => id);
}

/**
 * How many tokens a conversation has by the endpoint's own tokenizer and chat template, in one request.
 *
 * @throws RefusalError, or ModelError `unsupported` where it has none to ask
 */
export async function chatLengthOnServer(
  asker: Asker,
  model: string,
  { question, system, before, who, signal }: ChatLengthRequest,
): Promise<number> {
  const cutter = await findCutter(asker, model, signal);
  return (await askWritten(cutter, question, 'chat', { system, before, who })).length;
}

function withoutTokenizer({ where }: Asker): ModelError {
  return new ModelError('unsupported', 'no-tokenizer', { endpoint: where });
}
