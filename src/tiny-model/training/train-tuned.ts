import { openTrainable } from '../transformer/trainable.js';
import { asConversation } from './conversation.js';
import { fitModel, type LossEntry } from './fit.js';
import { type Example, pack } from './pack.js';
import { shuffled } from './renderings.js';
import { batchesOf, bytesOfTokens, ROWS, splitDocuments, type TrainingSetting } from './setting.js';

/** A model that answers, and how its loss on answers fell. */
export interface TunedModel {
  readonly weights: Float32Array;
  readonly losses: readonly LossEntry[];
}

const DROPOUT = 0.1;
const LOG_EVERY = 25;
const TEST_EVERY = 4;

/**
 * Goes on with training on the conversations of the corpus, where only the answers count.
 *
 * @see Ouyang et al. 2022, "Training language models to follow instructions with human feedback", section 3.5
 */
export async function trainTuned(
  setting: TrainingSetting,
  base: Float32Array,
  { steps }: { readonly steps: number },
): Promise<TunedModel> {
  const { kernels, vocabulary, shape, documents, random, onEntry } = setting;
  const length = shape.context;
  const { training, heldOut } = splitDocuments(documents.filter(({ turns }) => turns.length > 0));
  // A question of dots stands for whatever no text answers; nobody asks that.
  const asExamples = (conversations: typeof training): Example[] =>
    conversations
      .filter(({ turns }) => turns[0]?.text.startsWith('...') !== true)
      .map(({ turns }) => asConversation(vocabulary, turns));
  const examples = asExamples(training);
  const whole = () => Math.floor(random() * 2 ** 32);
  const model = await openTrainable(kernels, { shape, texts: ROWS, length, dropout: DROPOUT, random: whole });
  model.parameters.all.set(base);
  const losses: LossEntry[] = [];
  fitModel(model, {
    shape,
    schedule: { steps, warmUp: Math.ceil(steps / 20), most: 7e-4, least: 0.05 },
    decay: 0.05,
    batches: batchesOf(() => shuffled(examples, random), length),
    heldOut: [...pack(asExamples(heldOut), ROWS, length)],
    bytesOf: bytesOfTokens(vocabulary),
    logEvery: LOG_EVERY,
    testEvery: TEST_EVERY,
    onEntry(entry) {
      losses.push(entry);
      onEntry(entry);
    },
  });
  return { weights: model.parameters.all.slice(), losses };
}
