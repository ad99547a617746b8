import type { EchoForm, RouteKnowledge } from '../asking/knowledge.js';
import { type CompletionsShape, samplingParameters } from '../asking/request-shape.js';
import { USUALLY_LISTED } from '../ways/next-token.js';

/** How many tokens to list at each place of a text. */
export function listedPerToken({ mostLogprobs }: RouteKnowledge): number {
  return Math.min(USUALLY_LISTED, mostLogprobs);
}

/** The request whose answer repeats the prompt with its logprobs. */
export function echoShape(model: string, prompt: string, form: EchoForm, route: RouteKnowledge): CompletionsShape {
  // The lists come in one of the two places, because they make up most of an answer.
  const ranks = form.ranks ? { prompt_logprobs: listedPerToken(route) } : {};
  return {
    ...neutralShape(model, { prompt, echo: true, ...ranks }),
    maxTokens: form.maxTokens,
    logprobs: form.ranks ? 1 : USUALLY_LISTED,
  };
}

/** The request for vLLM's `prompt_logprobs`; with `listed` 0 they are those of the prompt's own tokens alone. */
export function promptLogprobsShape(model: string, prompt: string, listed: number): CompletionsShape {
  return neutralShape(model, { prompt, prompt_logprobs: listed });
}

function neutralShape(model: string, content: Record<string, unknown>): CompletionsShape {
  const parameters = samplingParameters({ temperature: 1 });
  return { route: 'completions', model, content, parameters, maxTokens: 1, logprobs: 0, stream: false };
}
