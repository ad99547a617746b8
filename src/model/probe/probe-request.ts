import type { CompletionChoice } from '../answer/read-completion.js';
import type { Asker } from '../asking/asker.js';
import type { Route } from '../asking/knowledge.js';
import { type Parameter, samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';

/** A short question to find something out with. */
export interface ProbeRequest {
  readonly model: string;
  readonly route: Route;
  /** `prompt` or `messages`, and what belongs to them; the usual short ones by default. */
  readonly content?: Record<string, unknown> | undefined;
  /** Without sampling parameters: the server's own do where only that it answers is of interest. */
  readonly isPlain?: boolean | undefined;
  /** Added to neutral sampling parameters. */
  readonly parameters?: readonly Parameter[] | undefined;
  /** 1 by default. */
  readonly maxTokens?: number | undefined;
  /** How many alternatives to ask for; none by default. */
  readonly listed?: number | undefined;
}

/** What came back. */
export interface ProbeAnswer extends CompletionChoice {
  /** How many answers there were. */
  readonly choices: number;
  /** How many alternatives were asked for in the end, by what the endpoint allows. */
  readonly asked: number;
}

/** A text with several believable next words in any language model. */
const SHORT_CONTENT: Readonly<Record<Route, Record<string, unknown>>> = {
  completions: { prompt: 'The' },
  chat: { messages: [{ role: 'user', content: 'Say something.' }] },
};

/**
 * Asks one route of one model, and only that.
 *
 * @throws ModelError `unsupported` when the endpoint does not have the route, or refuses one of the added parameters
 */
export async function askProbe(asker: Asker, request: ProbeRequest): Promise<ProbeAnswer> {
  const { model, route, content = SHORT_CONTENT[route], parameters = [], maxTokens = 1, listed = 0 } = request;
  const added = new Set(parameters.map(({ name }) => name));
  const all = request.isPlain ? [] : samplingParameters({ temperature: 1 });
  const neutral = all.filter(({ name }) => !added.has(name));
  const answer = await asker.completion(model, (knowledge) => {
    if (!knowledge[route].available) {
      throw new ModelError('unsupported', 'no-route', { endpoint: asker.where, route });
    }
    return {
      route,
      model,
      content,
      parameters: [...neutral, ...parameters],
      maxTokens,
      logprobs: listed,
      stream: false,
    };
  });
  return { ...answer.choice, choices: answer.choices.length, asked: answer.listed };
}
