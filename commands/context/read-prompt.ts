import { status, text as textBlock } from '../../src/discord/reply.js';
import { isModelFailure, isUnsupported } from '../../src/domain/model-failure.js';
import type { ServerToken } from '../../src/domain/server-tokens.js';
import { asMessages } from '../../src/domain/turn.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import type { ReplyRecord } from '../../src/lesson/record/record.js';
import { beforeQuestion } from '../../src/lesson/stored/stored-question.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { tokenSpelling } from '../../src/lesson/text/token-label.js';
import type { Services } from '../../src/services.js';
import { visibleToken } from '../../src/tokens/visible.js';
import { ESTIMATE_ENCODING, type Owner, type ReadPrompt } from './result.js';
import { contextWords } from './words.js';

/** A prompt, and an answer that the model gave to it already. */
export interface PromptAsked
  extends Pick<ReadPrompt, 'text' | 'system' | 'before' | 'leftOut' | 'who' | 'model' | 'sampling'> {
  readonly record?: ReplyRecord | undefined;
}

/** Tokens that are kept: more than a few pictures hold. */
const MAX_KEPT = 400;

type Context = Pick<AskContext, 'signal' | 'progress' | 'locale'>;
type Shown = ReadPrompt['tokens'][number];
type Cut = Pick<ReadPrompt, 'way' | 'why' | 'notices' | 'answeredBy'> & { readonly tokens: readonly Shown[] };

/** Reads a prompt as the model gets it: by the endpoint's tokenizer where it has one, and by what the endpoint counts. */
export async function readPrompt(
  { text, model, sampling, record, ...given }: PromptAsked,
  { signal, progress, locale }: Context,
  services: Services,
): Promise<ReadPrompt> {
  progress({ blocks: [textBlock(askedWords(text)), status(contextWords(locale).asking)] });
  const answer = record?.answer.text || undefined;
  const asked = { text, ...beforeQuestion(given), answer, model };
  const cut = await cutPrompt(asked, signal, services);
  const counted = record === undefined ? await countPrompt(asked, signal, services) : countedAlready(record);
  const window = await windowOf(model, signal, services);
  const countOf = (owner: Owner) => cut.tokens.filter((token) => token.owner === owner).length;
  return {
    ...asked,
    ...cut,
    ...counted,
    sampling,
    endpoint: services.model.endpoint,
    answeredBy: cut.answeredBy ?? counted.answeredBy,
    window,
    tokens: cut.tokens.slice(0, MAX_KEPT),
    counts: {
      template: countOf('template'),
      system: countOf('system'),
      before: countOf('before'),
      user: countOf('user'),
      answer: countOf('answer'),
    },
  };
}

/** Tokens that the model can read at once, where the server tells it. */
export async function windowOf(
  model: string | undefined,
  signal: AbortSignal,
  services: Pick<Services, 'model'>,
): Promise<number | undefined> {
  try {
    return await services.model.contextLength(model, signal);
  } catch (error) {
    if (!isModelFailure(error) || signal.aborted) throw error;
    return undefined;
  }
}

interface CutAsked extends Pick<ReadPrompt, 'text' | 'system' | 'before' | 'who' | 'answer' | 'model'> {}

/** Cuts the prompt with its template; else the texts alone; else by the bot's own tokenizer. */
async function cutPrompt(asked: CutAsked, signal: AbortSignal, services: Services): Promise<Cut> {
  const { text, system, before, who, answer, model } = asked;
  const cut = (one: string) => services.model.tokenize({ text: one, model, around: 'nothing', signal });
  try {
    const [{ tokens, model: answeredBy, notices }, written] = await Promise.all([
      services.model.tokenize({ text, system, before, who, model, around: 'chat', signal }),
      answer === undefined ? undefined : cut(answer),
    ]);
    const owned = tokens.map((token) => shownOf(token, ownerOf(token)));
    const answered = (written?.tokens ?? []).map((token) => shownOf(token, 'answer'));
    return { way: 'template', answeredBy, notices: [...notices], tokens: [...owned, ...answered] };
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    const why = reasonOf(error, signal).fact;
    const texts = partsOf(asked);
    try {
      const told = await Promise.all(texts.map(async ([owner, one]) => ({ owner, ...(await cut(one)) })));
      return {
        way: 'alone',
        why,
        answeredBy: told[0]?.model,
        notices: told.flatMap(({ notices }) => notices),
        tokens: told.flatMap(({ owner, tokens }) => tokens.map((token) => shownOf(token, owner))),
      };
    } catch (other) {
      if (!isUnsupported(other)) throw other;
      const tokens = await estimateTokens(texts, signal, services);
      return { way: 'estimate', why, answeredBy: undefined, notices: [], tokens };
    }
  }
}

/** What the prompt is made of, in the order in which it is read. */
function partsOf({ text, answer, ...asked }: CutAsked): (readonly [Owner, string])[] {
  const messages = asMessages({ ...beforeQuestion(asked), question: text });
  const owners = messages.map(({ role, content }, at) => {
    const owner: Owner = role === 'system' ? 'system' : at === messages.length - 1 ? 'user' : 'before';
    return [owner, content] as const;
  });
  return [...owners, ['answer', answer] as const].flatMap(([owner, one]) =>
    one === undefined || one === '' ? [] : [[owner, one] as const],
  );
}

async function estimateTokens(
  texts: readonly (readonly [Owner, string])[],
  signal: AbortSignal,
  { tokenizer }: Pick<Services, 'tokenizer'>,
): Promise<Shown[]> {
  const cuts = await Promise.all(
    texts.map(async ([owner, one]) => ({ owner, ...(await tokenizer.tokenize(one, ESTIMATE_ENCODING, signal)) })),
  );
  return cuts.flatMap(({ owner, tokens }) =>
    tokens.map((token) => ({
      label: visibleToken(token),
      id: token.id,
      owner,
      endsLine: token.text?.endsWith('\n') ?? false,
    })),
  );
}

function ownerOf({ around, isSystem = false, turn }: ServerToken): Owner {
  if (isSystem) return 'system';
  if (turn !== undefined) return 'before';
  return around ? 'template' : 'user';
}

function shownOf(token: ServerToken, owner: Owner): Shown {
  return { label: tokenSpelling(token), id: token.id, owner, endsLine: token.text.endsWith('\n') };
}

type Counted = Pick<ReadPrompt, 'usage' | 'request' | 'isAnswer' | 'refused' | 'answeredBy'>;

/** What the server counted when it gave the answer. */
function countedAlready({ answer: { usage, request, model } }: ReplyRecord): Counted {
  return { usage: usageOf(usage), request, isAnswer: true, answeredBy: model };
}

function usageOf(usage: ReplyRecord['answer']['usage']): Counted['usage'] {
  return usage && { prompt: usage.promptTokens, completion: usage.completionTokens };
}

/** Asks for one token, because the answer says how many tokens the server read. */
async function countPrompt(
  { text, system, before, who, model }: CutAsked,
  signal: AbortSignal,
  services: Pick<Services, 'model'>,
): Promise<Counted> {
  try {
    const asked = { question: text, system, before, who, temperature: 0, maxTokens: 1 };
    const { usage, request, model: answeredBy } = await services.model.reply({ ...asked, model, signal });
    return { usage: usageOf(usage), request, isAnswer: false, answeredBy };
  } catch (error) {
    if (!isModelFailure(error) || signal.aborted) throw error;
    return { isAnswer: false, refused: reasonOf(error, signal).fact };
  }
}
