import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeByteLevel } from '../../../src/byte-pair/byte-level.js';
import { parseVocabulary, writeVocabulary } from '../../../src/byte-pair/vocabulary.js';
import { createSeededRandom } from '../../../src/sampling/random.js';
import { nameParameters, parameterCount, type TransformerShape } from '../../../src/tiny-model/transformer/shape.js';
import { decodeWeights, type StoredWeights } from '../../../src/tiny-model/transformer/weights-file.js';
import { type GgufValue, writeGguf } from './gguf-file.js';
import { learnPieces, type PieceVocabulary } from './piece-vocabulary.js';
import { shapeMetadata, transformerTensors } from './transformer-tensors.js';

/** A model small enough to be written by a script, and of which all numbers are known. */
export interface SmallModel {
  readonly name: string;
  /** For llama.cpp. */
  readonly gguf: Buffer;
  /** For `src/tiny-model`. */
  readonly stored: StoredWeights;
  /** What the last numbers are multiplied with, where that is not the embedding. */
  readonly scores: Float32Array | undefined;
}

const asset = (name: string) => fileURLToPath(new URL(`../../../assets/${name}`, import.meta.url));

/** Zephyr's: turns are plain text, and only the end of one is a token. */
const PIECE_TEMPLATE = `{% for message in messages %}{{ '<|' + message['role'] + '|>\\n' + message['content'] + eos_token + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}`;

/** How the tuned transformer was taught to read turns (\`chat-format.ts\`). */
const BYTE_TEMPLATE = `{% set ns = namespace(said='') %}{% for message in messages %}{% if message['role'] == 'system' %}{% set ns.said = ns.said + message['content'] + ' ' %}{% elif message['role'] == 'user' %}{{ '<|human|>' + ns.said + message['content'] }}{% set ns.said = '' %}{% else %}{{ '<|assistant|>' + message['content'] + eos_token }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}`;

const PIECE_SHAPE: TransformerShape = {
  vocabulary: 512,
  context: 256,
  width: 64,
  layers: 2,
  heads: 4,
  hidden: 128,
};

/**
 * A model with a SentencePiece vocabulary of 512 tokens and weights by chance.
 *
 * Chance alone is too flat to be a judge. So its scores are spread until a few tokens have most of the probability, tokens that
 * are frequent in the corpus are likelier, and bytes are rare.
 */
export function writePieceModel(seed: number): SmallModel {
  const vocabulary = learnPieces(asset('corpus'));
  const [stored, scores] = randomWeights(vocabulary, seed);
  const metadata = { ...shapeMetadata('small-pieces', stored), ...vocabulary.metadata, ...template(PIECE_TEMPLATE) };
  return { name: 'small-pieces', stored, scores, gguf: writeGguf(metadata, transformerTensors(stored, scores)) };
}

function randomWeights({ kinds, counts }: PieceVocabulary, seed: number): [StoredWeights, Float32Array] {
  const random = createSeededRandom(seed);
  /** Normally distributed (Box and Muller 1958). */
  const normal = (spread: number) => spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const shape = PIECE_SHAPE;
  const weights = new Float32Array(parameterCount(shape));
  const { embedding, layers, lastGain } = nameParameters(shape, weights);
  const scores = new Float32Array(shape.vocabulary * shape.width);
  const fill = (numbers: Float32Array, spread: number) => {
    for (const at of numbers.keys()) numbers[at] = normal(spread);
  };
  fill(embedding, 1);
  fill(scores, SCORE_SPREAD / Math.sqrt(shape.width));
  lastGain.fill(1);
  for (const layer of layers) {
    layer.attentionGain.fill(1);
    layer.feedForwardGain.fill(1);
    fill(layer.attentionIn, 2 / Math.sqrt(shape.width));
    fill(layer.attentionOut, 1 / Math.sqrt(shape.width));
    fill(layer.feedForwardIn, 1 / Math.sqrt(shape.width));
    fill(layer.feedForwardOut, 1 / Math.sqrt(shape.hidden));
    // The first number of each place stays as the embedding has it, …
    for (let row = 0; row < shape.width; row++) layer.attentionOut[row * shape.width] = 0;
    for (let row = 0; row < shape.hidden; row++) layer.feedForwardOut[row * shape.width] = 0;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  for (let token = 0; token < shape.vocabulary; token++) {
    // … and is the same for all tokens, so that it stands for how frequent each one is.
    embedding[token * shape.width] = 2;
    const count = counts[token] ?? 0;
    const share = kinds[token] === 1 ? (count + 1) / all : (RARE[token] ?? RARE_BYTE);
    scores[token * shape.width] = Math.log(share) / 2;
  }
  return [{ shape, weights }, scores];
}

const SCORE_SPREAD = 2.5;
/** About how likely the unknown token, the beginning of a text and its end are. */
const RARE = [1e-6, 1e-5, 0.01];
const RARE_BYTE = 1e-9;

/** The tuned transformer that comes with the bot, with its own byte-level vocabulary. */
export function writeByteModel(): SmallModel {
  const text = readFileSync(asset('model/vocabulary.txt'), 'utf8');
  const { merges, specials } = parseVocabulary(text);
  const stored = decodeWeights(readFileSync(asset('model/tuned.weights')));
  const letters = [
    ...Array.from({ length: 256 }, (_, byte) => writeByteLevel(Uint8Array.of(byte))),
    ...merges.map(({ bytes }) => writeByteLevel(bytes)),
  ];
  const end = letters.length;
  const metadata: Record<string, GgufValue> = {
    ...shapeMetadata('small-bytes', stored),
    'tokenizer.ggml.model': { type: 'string', value: 'gpt2' },
    'tokenizer.ggml.pre': { type: 'string', value: 'gpt-2' },
    'tokenizer.ggml.tokens': { type: 'strings', value: [...letters, ...specials] },
    'tokenizer.ggml.token_type': { type: 'int32s', value: [...letters.map(() => 1), ...specials.map(() => 3)] },
    'tokenizer.ggml.merges': {
      type: 'strings',
      value: writeVocabulary({ merges, specials }).trimEnd().split('\n').slice(3),
    },
    'tokenizer.ggml.bos_token_id': { type: 'uint32', value: end },
    'tokenizer.ggml.eos_token_id': { type: 'uint32', value: end },
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
    ...template(BYTE_TEMPLATE),
  };
  return { name: 'small-bytes', stored, scores: undefined, gguf: writeGguf(metadata, transformerTensors(stored)) };
}

function template(value: string): Record<string, GgufValue> {
  return { 'tokenizer.chat_template': { type: 'string', value } };
}
