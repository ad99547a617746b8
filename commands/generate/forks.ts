import { defineForks } from '../../src/lesson/fork/forks.js';
import { loadText } from './stored-text.js';

/** **Why this word?** on the texts of `/generate`. */
export const forks = defineForks('generate', async (textId, services) => {
  const { prompt, temperature, topP, topK, minP, seed, model, maxTokens, steps, isOwn } = await loadText(
    textId,
    services,
  );
  const sampling = { temperature, topP, topK, minP, seed };
  return { asked: { kind: 'text', prompt }, sampling, model, maxTokens, steps, scale: isOwn ? 'raw' : 'unknown' };
});
