import { allowedLogprobs, classifyRefusal, isUnknownParameter, namedParameters } from '../wire/classify-refusal.js';
import { explainUnsupported, type RefusalContext } from '../wire/explain-refusal.js';
import type { Refusal } from '../wire/refusal.js';
import type { ModelKnowledge } from './knowledge.js';
import { askedLogprobs, LOCAL_PARAMETERS, type RequestShape, refusedValue } from './request-shape.js';

/** Numbers of logprobs that servers commonly allow, to try when a refusal names no limit. */
const COMMON_LIMITS = [100, 20, 5];

/**
 * Learns from a refusal what to ask differently.
 *
 * @param body the body that was refused
 * @returns what was learned, in words for the log; undefined when there is nothing to learn, so that the refusal stands
 * @throws ModelError `unsupported` when the refusal is about an option the caller set
 */
export function learnFromRefusal(
  refusal: Refusal,
  shape: RequestShape,
  body: Record<string, unknown>,
  knowledge: ModelKnowledge,
  context: RefusalContext,
): string | undefined {
  const kind = classifyRefusal(refusal);
  const isMissing = kind === 'path' || kind === 'route';
  if (kind !== 'request' && !isMissing) return undefined;
  const route = knowledge[shape.route];
  const named = namedParameters(refusal, [...Object.keys(body), 'logprobs', 'top_logprobs']);

  if (
    'max_tokens' in body &&
    named.includes('max_tokens') &&
    /max_completion_tokens|unsupported|unrecognized/i.test(refusal.message)
  ) {
    route.learnLengthParameter('max_completion_tokens');
    return 'takes max_completion_tokens';
  }
  const sent = askedLogprobs(body);
  if (sent > 0 && (named.some((name) => name.endsWith('logprobs')) || /logprob/i.test(refusal.message))) {
    const refusesThem = /not allowed|not support|unsupported|not available|not enabled|unknown|unrecognized/i.test(
      refusal.message,
    );
    const lower =
      allowedLogprobs(refusal, sent) ?? (refusesThem ? undefined : COMMON_LIMITS.find((limit) => limit < sent));
    if (lower === undefined) route.learnLogprobs('refused');
    else route.learnMostLogprobs(lower);
    return lower === undefined ? 'refuses logprobs' : `allows ${lower} logprobs`;
  }
  const isUnknown = isUnknownParameter(refusal);
  // So many answers may be too many, and fewer not: who asks for them asks for fewer.
  const options = shape.parameters.filter(
    ({ name }) => name in body && named.includes(name) && (name !== 'n' || isUnknown),
  );
  const wanted = options.find((option) => option.wanted);
  if (wanted !== undefined) throw explainUnsupported(wanted.name, wanted.value, refusal, context);
  const dropped = options.map(({ name, value }) =>
    name === 'temperature' && value !== 1 && !isUnknown ? refusedValue(name, value) : name,
  );
  if (named.includes('stream_options') && 'stream_options' in body) dropped.push('stream_options');
  if (dropped.length > 0) {
    const strangers = isUnknown && dropped.some((name) => LOCAL_PARAMETERS.includes(name));
    route.learnRefused(strangers ? [...dropped, ...LOCAL_PARAMETERS] : dropped);
    return `refuses ${dropped.join(', ')}`;
  }
  if (isMissing) {
    route.learnMissing();
    return `has no ${shape.route} route`;
  }
  // Servers put the refusal of a prefix in many words, so that any may be one; where it was taken before, the probe decides.
  if ('continue_final_message' in body && knowledge.doubtContinuation()) {
    return 'may no longer continue its own message';
  }
  return undefined;
}
