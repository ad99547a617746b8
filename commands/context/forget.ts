import { status } from '../../src/discord/reply.js';
import { findIn } from '../../src/domain/find-token.js';
import type { ListedTokens } from '../../src/domain/listed-tokens.js';
import { isModelFailure } from '../../src/domain/model-failure.js';
import type { SentRequest } from '../../src/domain/sent-request.js';
import type { Candidate } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { highestProbability } from '../../src/sampling/highest-probability.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { type Pieces, readPiecesOf } from './pieces.js';
import { windowOf } from './read-prompt.js';
import type { Forget, ForgetRow } from './result.js';
import { contextWords } from './words.js';

/** A fact, how the text ends, and the word that is looked for; what is left out is an example that the model can do. */
export type Forgetting = Partial<Pick<Forget, 'fact' | 'end' | 'word' | 'model'>>;

/** A larger window would take more filler than anybody wants to pay for, so the bot drops what is older itself. */
const MAX_OWN_WINDOW = 1000;
/** What the bot keeps then, as apps do to save: tokens. */
const OWN_WINDOW = 150;
/** Room that is left for the reply to a question, and for the template around it. */
const REPLY_TOKENS = 32;
const TEMPLATE_TOKENS = 24;
/** Likeliest tokens that are kept. */
const FIRST = 3;
const CANDIDATES = 20;

type Context = Pick<AskContext, 'signal' | 'locale' | 'progress'>;

/** A question about a fact, that the endpoint's model can answer. */
export async function questionExample(
  { signal, locale }: Pick<Context, 'signal' | 'locale'>,
  { inside }: Pick<Services, 'inside'>,
): Promise<Forgetting> {
  const { base, other } = contextWords(locale).examples;
  return ((await inside.stages(signal)) === undefined ? other : base).question;
}

/** Asks the same three times: with the fact near, as far away as the window allows, and one sentence further, where it falls off. */
export async function makeForget(
  asked: Forgetting,
  { signal, locale, progress }: Context,
  services: Services,
): Promise<Forget> {
  progress({ blocks: [status(contextWords(locale).measuring)] });
  const { model, isBase } = await modelFor(asked, signal, services);
  const example = contextWords(locale).examples[isBase ? 'base' : 'other'];
  const { fact = example.fact, end = example.end, word = example.word } = asked;
  const isQuestion = /\?\s*$/.test(end);
  const modelWindow = await windowOf(model, signal, services);
  const isOwn = modelWindow === undefined || modelWindow > MAX_OWN_WINDOW;
  const window = isOwn ? OWN_WINDOW : modelWindow;
  const sentences = contextWords(locale).filler;
  const pieces = await readPiecesOf({ fact, end, sentences, tokens: window, model }, signal, services);
  const shared = { fact, end, word, window, isOwn, modelWindow, isEstimate: pieces.isEstimate };
  const from = { model, signal };
  const byReplies = async () => {
    const reserved = REPLY_TOKENS + TEMPLATE_TOKENS;
    return { reserved, ...(await askQuestions(rowsOf(pieces, { window, reserved }), from, services)) };
  };
  const byChances = async () => {
    const reserved = 1;
    return { reserved, ...(await askChances(rowsOf(pieces, { window, reserved }), word, from, services)) };
  };
  const found = isQuestion
    ? await byReplies()
    : await byChances().catch((error: unknown) => {
        // Where nobody tells probabilities, what the model says tells whether it knows the word.
        if (hasNoChances(error) && !signal.aborted) return byReplies();
        throw error;
      });
  return { ...shared, ...found, endpoint: services.model.endpoint };
}

/**
 * The prompts, with so many tokens of the window kept.
 *
 * @throws UserError where nothing has room between the fact and the end
 */
function rowsOf(pieces: Pieces, { window, reserved }: Pick<Forget, 'window' | 'reserved'>): Row[] {
  const room = window - reserved;
  const far = pieces.mostFitting(room);
  if (far < 1) throw new UserError('fact-fills-window', { window });
  return [
    { place: 'near', ...pieces.at(0) },
    { place: 'far', ...pieces.at(far) },
    { place: 'gone', ...pieces.at(far + 1, room) },
  ];
}

/** The model that only goes on with texts, where the endpoint has one at each stage: nobody taught it to say something else. */
async function modelFor(
  { model, end }: Forgetting,
  signal: AbortSignal,
  { inside }: Pick<Services, 'inside'>,
): Promise<{ model: string | undefined; isBase: boolean }> {
  const stages = await inside.stages(signal);
  if (stages === undefined) return { model, isBase: false };
  const isQuestion = end !== undefined && /\?\s*$/.test(end);
  return { model: isQuestion ? stages.preferred : stages.base, isBase: true };
}

type Row = Omit<ForgetRow, 'chance' | 'first' | 'reply'>;
type Found = Pick<Forget, 'rows' | 'model' | 'request' | 'token'>;
interface From {
  readonly model: string | undefined;
  readonly signal: AbortSignal;
}

/** One request after another, because a small server takes no more. */
async function askChances(rows: readonly Row[], word: string, from: From, services: Services): Promise<Found> {
  const answers: { row: Row; list: ListedTokens }[] = [];
  let first: { model: string; request: SentRequest } | undefined;
  for (const row of rows) {
    const answer = await services.model.nextToken({
      prompt: row.sent,
      candidates: CANDIDATES,
      everyName: true,
      ...from,
    });
    first ??= answer;
    answers.push({ row, list: answer });
  }
  const looked = tokenOf(word, answers[0]?.list.candidates ?? []);
  if (first === undefined) throw new Error('there are rows');
  return {
    model: first.model,
    request: first.request,
    token: looked !== undefined && looked.text.trim() !== word.trim() ? tokenLabel(looked) : undefined,
    rows: answers.map(({ row, list }) => ({
      ...row,
      chance: chanceIn(list, looked, word),
      first: list.candidates
        .slice(0, FIRST)
        .map((token) => ({ label: tokenLabel(token), probability: probabilityOf(token.logprob) })),
    })),
  };
}

/** The likeliest token that the word begins with, as it is written behind a space or without. */
export function tokenOf(word: string, candidates: readonly Candidate[]): Candidate | undefined {
  const bare = word.trim();
  const whole = candidates.find(({ text }) => text === ` ${bare}` || text === bare);
  const begins = ({ text }: Candidate) => text.trim() !== '' && (` ${bare}`.startsWith(text) || bare.startsWith(text));
  return whole ?? candidates.find(begins) ?? candidates.find(({ bytes }) => isStart(bytes, bare));
}

/** Whether bytes are the first of a word; they may be a part of its first character. */
function isStart(bytes: Uint8Array | undefined, word: string): boolean {
  if (bytes === undefined || bytes.length === 0) return false;
  const all = Buffer.from(word);
  return bytes.length <= all.length && bytes.every((byte, at) => byte === all[at]);
}

function chanceIn(list: ListedTokens, looked: Candidate | undefined, word: string): ForgetRow['chance'] {
  const token = looked ?? { text: ` ${word.trim()}`, id: undefined, bytes: undefined };
  const found = findIn(list.candidates, token);
  return found === undefined
    ? { probability: Math.min(1, highestProbability(list, token)), isBound: true }
    : { probability: probabilityOf(found.logprob), isBound: false };
}

/** Whether a reply has the word in it, whatever its capitals. */
export function knowsWord(reply: string, word: string): boolean {
  return reply.toLowerCase().includes(word.trim().toLowerCase());
}

async function askQuestions(rows: readonly Row[], { model, signal }: From, services: Services): Promise<Found> {
  const answered: ForgetRow[] = [];
  let first: { model: string; request: SentRequest } | undefined;
  for (const row of rows) {
    const asked = { question: row.sent, temperature: 0, maxTokens: REPLY_TOKENS };
    const answer = await services.model.reply({ ...asked, model, signal });
    first ??= answer;
    answered.push({ ...row, first: [], reply: answer.text.trim() });
  }
  if (first === undefined) throw new Error('there are rows');
  return { model: first.model, request: first.request, rows: answered };
}

/** Whether nobody tells probabilities there, so that a question is asked instead. */
function hasNoChances(error: unknown): boolean {
  return isModelFailure(error) && (error.kind === 'no-logprobs' || error.kind === 'unsupported');
}
