import type { Button } from '../../src/discord/reply.js';
import type { Subject } from '../../src/lesson/command/subject.js';
import { forkWords } from '../../src/lesson/fork/words.js';
import type { Services } from '../../src/services.js';
import { loadText } from './stored-text.js';

/** **Why this word?** on a stored text. */
export function forkButton(textId: string): Button {
  return { command: 'fork', action: 'from', runId: textId, value: 'generate', label: forkWords('en').link };
}

/** What a stored text is about. */
export async function subjectOfText(services: Services, textId: string): Promise<Subject> {
  const text = await loadText(textId, services);
  const { prompt, temperature, topP, topK, minP, seed, model, maxTokens, steps, isOwn } = text;
  const sampling = { temperature, topP, topK, minP, seed };
  const scale = isOwn ? 'raw' : 'unknown';
  return {
    prompt,
    model,
    sampling,
    written: () => ({ asked: { kind: 'text', prompt }, sampling, model, maxTokens, steps, scale }),
  };
}
