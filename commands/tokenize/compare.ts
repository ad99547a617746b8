import { codeBlock, plain } from '../../src/discord/markdown.js';
import { type Reply, text } from '../../src/discord/reply.js';
import { isModelErrorOf } from '../../src/domain/model-error-kind.js';
import { UserError } from '../../src/errors.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import type { Services } from '../../src/services.js';
import { ENCODINGS } from '../../src/tokens/encodings.js';
import type { CutRequest } from './cut.js';

interface Count {
  readonly name: string;
  /** Who reads text through it. */
  readonly note: string;
  readonly count: number;
  readonly emphasis: boolean;
}

/** Counts a text's tokens in every encoding, and by the model's own tokenizer where it has one. */
export async function compareTokenizers(request: CutRequest, signal: AbortSignal, services: Services): Promise<Reply> {
  const [own, ...counts] = await Promise.all([
    countByModel(request, signal, services),
    ...ENCODINGS.map(async ({ name, models }): Promise<Count> => {
      const { tokens } = await services.tokenizer.tokenize(request.text, name, signal);
      return { name, note: models, count: tokens.length, emphasis: name === request.encoding };
    }),
  ]);
  const all = 'count' in own ? [...counts, own] : counts;
  const { picture } = await drawPicture(
    services,
    {
      kind: 'count-bars',
      title: all.length > counts.length ? 'The same text by five tokenizers' : 'The same text in four encodings',
      subtitle: 'Fewer tokens: cheaper, faster, and more text fits the context window',
      unit: 'tokens',
      bars: all.map(({ name, ...bar }) => ({ label: name, ...bar })),
    },
    'encodings',
    signal,
  );
  const lines = all.map(({ name, note, count }) => `${name.padEnd(12)} ${String(count).padStart(6)}  ${note}`);
  const failed =
    'failure' in own && own.failure !== undefined ? [`-# Without the model’s own: ${plain(own.failure)}`] : [];
  return {
    blocks: [
      text('**How many tokens each encoding makes of it**'),
      picture,
      text(codeBlock(lines.join('\n'))),
      ...failed.map((note) => text(note)),
    ],
  };
}

/** The model's own count, or why it is missing; no reason where the endpoint simply has no tokenizer. */
async function countByModel(
  { text: source, model: wanted, encoding }: CutRequest,
  signal: AbortSignal,
  services: Services,
): Promise<Count | { readonly failure: string | undefined }> {
  try {
    const request = { text: source, model: wanted, around: 'nothing', signal } as const;
    const { tokens, model } = await services.model.tokenize(request);
    return { name: 'model’s own', note: model, count: tokens.length, emphasis: encoding === 'model' };
  } catch (error) {
    if (!(error instanceof UserError) || signal.aborted) throw error;
    return { failure: isModelErrorOf(error, 'unsupported') ? undefined : error.message };
  }
}
