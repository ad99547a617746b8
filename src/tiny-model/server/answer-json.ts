import type { Context } from 'hono';
import { writeJson } from '../json-text.js';

/** Answers with a value of which some parts are written as JSON already. */
export function answerJson(context: Context, value: object): Response {
  return context.body(writeJson(value), 200, { 'content-type': 'application/json' });
}
