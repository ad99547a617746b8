import { clamp, exactly, restOf, sumOf } from '../../domain/interval.js';
import { vocabularySizeOf } from '../../domain/listed-tokens.js';
import { isSameCandidate } from '../../domain/same-token.js';
import { capOf, massOf } from '../../domain/tail.js';
import { type Candidate, type SampledToken, type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { sentenceOf } from '../../facts.js';
import { probabilityOf, surprisal } from '../../sampling/surprisal.js';
import { packBytes } from '../stored/stored-tokens.js';
import type { ReplayRecord } from './record.js';

/** Changes when a field of the file is renamed or means something else. */
const VERSION = 1;

/**
 * A record as a file of JSON: the request as it went out, and all that is kept of the answer. Names are written as in the
 * request's own body. Bytes are hexadecimal digits; null stands for what the endpoint did not tell. It holds no key: no
 * part of a record does.
 */
export function replayFile(record: ReplayRecord, locale: string): { name: string; data: Buffer } {
  const { path, body, requestId, sentAt, seconds } = record.answer.request;
  const time = new Date(sentAt).toISOString();
  const content = {
    format: 'tokenscope-replay',
    version: VERSION,
    kind: record.kind,
    endpoint: { label: record.endpoint.label, embedded: record.endpoint.tiny },
    request: { method: 'POST', path, body, request_id: requestId ?? null, sent_at: time, seconds },
    answer: answerOf(record, locale),
  };
  return {
    name: `tokenscope-${record.kind}-${time.slice(0, 19).replaceAll(':', '-')}.json`,
    data: Buffer.from(`${JSON.stringify(content, null, 2)}\n`),
  };
}

/** The probability of all listed tokens together, and what they leave; rounding can lift the sum above 1. */
export function masses(listed: readonly Candidate[]): { listed: number; hidden: number } {
  const told = listed.filter(({ logprob }) => logprob > UNLISTED_LOGPROB);
  const probabilities = told.map(({ logprob }) => exactly(probabilityOf(logprob)));
  return { listed: clamp(sumOf(probabilities)).low, hidden: restOf(probabilities).low };
}

/** The tokens whose probabilities are known at one place: the listed ones, and the token itself where it is none of them. */
export function knownAt(token: Candidate, alternatives: readonly Candidate[]): readonly Candidate[] {
  const isListed = alternatives.some((one) => isSameCandidate(one, token));
  return isListed || token.logprob <= UNLISTED_LOGPROB ? alternatives : [...alternatives, token];
}

function answerOf(record: ReplayRecord, locale: string): object {
  switch (record.kind) {
    case 'next-token': {
      const { model, route, scale, tail, candidates } = record.answer;
      return {
        model,
        route,
        scale,
        vocabulary_size: vocabularySizeOf(record.answer) ?? null,
        listed: candidates.length,
        listed_mass: masses(candidates).listed,
        hidden_mass: massOf(tail),
        cap: capOf(tail),
        candidates: candidates.map(candidateOf),
        // The others, gathered by how likely they are; null where nobody tells how many.
        tail: tail.map(({ count, ...bin }) => ({ count: Number.isFinite(count) ? count : null, ...bin })),
      };
    }
    case 'reply': {
      const { model, text, tokens, thoughts, refusal, scale, finishReason, usage, notices } = record.answer;
      return {
        model,
        text,
        finish_reason: finishReason,
        usage: usage ? { prompt_tokens: usage.promptTokens, completion_tokens: usage.completionTokens } : null,
        notices: notices.map((notice) => sentenceOf(notice, locale)),
        scale,
        tokens_in_all: tokens === undefined ? null : record.total,
        tokens: tokens?.map(sampledOf) ?? null,
        ...(refusal && { refused_by: refusal.by }),
        ...(thoughts && {
          thoughts: {
            text: thoughts.text,
            tokens_in_all: thoughts.count ?? null,
            tokens: thoughts.tokens?.map(candidateOf) ?? null,
          },
        }),
      };
    }
    case 'generate': {
      const { model, text, ended, scale, requests, tokens } = record.answer;
      return { model, text, ended, scale, requests, tokens_in_all: record.total, tokens: tokens.map(sampledOf) };
    }
    case 'score': {
      const { model, method, scale, requests, notices, tokens } = record.answer;
      return {
        model,
        method,
        scale,
        requests,
        notices: notices.map((notice) => sentenceOf(notice, locale)),
        tokens_in_all: record.total,
        tokens: tokens.map(({ probability, rank, alternatives, ...token }) => ({
          ...tokenOf(token),
          probability_low: probability?.low ?? null,
          probability_high: probability?.high ?? null,
          rank_low: rank?.low ?? null,
          rank_high: rank?.high ?? null,
          alternatives: alternatives.map(candidateOf),
        })),
      };
    }
  }
}

function sampledOf({ alternatives, ...token }: SampledToken): object {
  const { listed, hidden } = masses(knownAt(token, alternatives));
  return {
    ...candidateOf(token),
    listed_mass: listed,
    hidden_mass: hidden,
    alternatives: alternatives.map(candidateOf),
  };
}

function candidateOf({ logprob, ...token }: Candidate): object {
  const isTold = logprob > UNLISTED_LOGPROB;
  return {
    ...tokenOf(token),
    logprob: isTold ? logprob : null,
    probability: isTold ? probabilityOf(logprob) : null,
    surprisal_bits: isTold ? surprisal(logprob) : null,
  };
}

function tokenOf({ text, bytes, id }: Token): object {
  return { text, bytes: packBytes(bytes) ?? null, id: id ?? null };
}
