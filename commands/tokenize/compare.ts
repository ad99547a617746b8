import { codeBlock } from '../../src/discord/markdown.js';
import { picture, text } from '../../src/discord/reply.js';
import { isModelFailure } from '../../src/domain/model-failure.js';
import { explain, UserError } from '../../src/errors.js';
import type { View } from '../../src/lesson/command/view.js';
import type { Services } from '../../src/services.js';
import { ENCODINGS } from '../../src/tokens/encodings.js';
import type { CutRequest } from './cut.js';
import { tokenizeWords } from './words.js';

interface Count {
  readonly name: string;
  /** Who reads text through it. */
  readonly note: string;
  readonly count: number;
  readonly emphasis: boolean;
}

/** Counts a text's tokens in every encoding, and by the model's own tokenizer where it has one. */
export async function compareTokenizers(
  request: CutRequest,
  { signal, locale }: { readonly signal: AbortSignal; readonly locale: string },
  services: Services,
): Promise<View> {
  const words = tokenizeWords(locale);
  const [own, ...counts] = await Promise.all([
    countByModel(request, words.modelsOwn, signal, services),
    ...ENCODINGS.map(async ({ name, models }): Promise<Count> => {
      const { tokens } = await services.tokenizer.tokenize(request.text, name, signal);
      return { name, note: models, count: tokens.length, emphasis: name === request.encoding };
    }),
  ]);
  const all = 'count' in own ? [...counts, own] : counts;
  const lines = all.map(({ name, note, count }) => `${name.padEnd(12)} ${String(count).padStart(6)}  ${note}`);
  return {
    blocks: [
      text(words.comparison),
      picture('encodings', {
        kind: 'count-bars',
        title: words.comparisonTitle(all.length > counts.length),
        subtitle: words.comparisonSubtitle,
        unit: words.unit,
        bars: all.map(({ name, ...bar }) => ({ label: name, ...bar })),
      }),
      text(codeBlock(lines.join('\n'))),
      ...('failure' in own && own.failure !== undefined
        ? [text(words.withoutOwn(explain(own.failure, locale).sentence))]
        : []),
    ],
  };
}

/** The model's own count, or why it is missing; no reason where the endpoint simply has no tokenizer. */
async function countByModel(
  { text: source, model: wanted, encoding }: CutRequest,
  name: string,
  signal: AbortSignal,
  services: Services,
): Promise<Count | { readonly failure: UserError | undefined }> {
  try {
    const { tokens, model } = await services.model.tokenize({ text: source, model: wanted, around: 'nothing', signal });
    return { name, note: model, count: tokens.length, emphasis: encoding === 'model' };
  } catch (error) {
    if (!(error instanceof UserError) || signal.aborted) throw error;
    const isMissing = isModelFailure(error) && error.kind === 'unsupported';
    return { failure: isMissing ? undefined : error };
  }
}
