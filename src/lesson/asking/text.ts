import { joinTokens } from '../../domain/join-tokens.js';
import type { BeforeQuestion, GenerateRequest, ReplyRequest } from '../../domain/language-model.js';
import type { Services } from '../../services.js';
import { generatedAnswer } from '../record/generate.js';
import type { Answered } from '../record/record.js';
import { askReply } from './reply.js';

/** How a text is drawn, by whichever model. */
export interface TextRequest
  extends Pick<
    ReplyRequest,
    'temperature' | 'isDefaultTemperature' | 'topK' | 'topP' | 'minP' | 'seed' | 'model' | 'signal'
  > {
  readonly prompt: string;
  readonly maxTokens: number;
  /** Called with the text so far, which is put together when it is looked at. */
  readonly onText: (soFar: () => string) => void;
}

type AnsweredText = Extract<Answered, { kind: 'reply' | 'generate' }>;

/** Alternatives at each token of a text, as many as a reply has. */
const ALTERNATIVES = 5;

/** Asks for the reply to a question. */
export function askQuestion(
  { prompt, onText, ...asked }: TextRequest & BeforeQuestion,
  services: Pick<Services, 'model'>,
): Promise<AnsweredText> {
  return askReply({ question: prompt, ...asked, onText: (soFar) => onText(() => soFar) }, services);
}

/** Asks how a text goes on. */
export async function askContinuation(
  { model, signal, onText, ...drawn }: TextRequest,
  services: Pick<Services, 'model'>,
): Promise<AnsweredText> {
  const asked: Omit<GenerateRequest, 'model' | 'signal' | 'onTokens'> = { ...drawn, candidates: ALTERNATIVES };
  const onTokens: GenerateRequest['onTokens'] = (tokens) => onText(() => joinTokens(tokens()));
  const generated = await services.model.generate({ ...asked, model, signal, onTokens });
  return { kind: 'generate', asked, answer: generatedAnswer(generated, drawn.temperature) };
}
