import type { Fact } from '../../domain/fact.js';
import { boundAnswer, type Wanted } from '../answer/answer-bounds.js';
import { ModelError } from '../errors.js';
import { parseJson } from './json.js';
import { cutIntoParts, type JsonParts } from './json-parts.js';

/** A long answer, and what was asked for. */
export interface ParseTask {
  /** UTF-8, cut anywhere. */
  readonly segments: readonly Uint8Array[];
  readonly wanted: Wanted;
}

/** The answer in parts; else why there are none: what is wrong with it, or that it is no JSON. */
export type ParseResult = { readonly parts: JsonParts } | { readonly wrong: Fact | 'no-json' };

/** Parses a long answer and cuts it to what was asked for; runs on a worker thread. */
export function parse({ segments, wanted }: ParseTask): ParseResult {
  try {
    const json = parseJson(new TextDecoder().decode(Buffer.concat(segments)));
    boundAnswer(json, wanted);
    return { parts: cutIntoParts(json) };
  } catch (error) {
    if (error instanceof SyntaxError) return { wrong: 'no-json' };
    if (error instanceof ModelError) return { wrong: error.fact };
    throw error;
  }
}
