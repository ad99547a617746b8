import { MAX_MATCHED_BYTES, matchable } from '../retrieval/matching-pieces.js';
import { nearestNeighbours, type ReadDocument, type WeightedPassage } from '../retrieval/nearest-neighbours.js';
import { cutPassages, type Passage } from '../retrieval/passages.js';
import { queryOf } from '../retrieval/query.js';
import { createRetriever } from '../retrieval/retrieval.js';
import type { CorpusDocument } from './corpus.js';
import { type FittingTokens, learnFittingTokens } from './fitting-tokens.js';
import { trainKneserNey } from './kneser-ney.js';
import { keepFitting, LEAST } from './least-probability.js';
import { MIXTURE_PARAMETERS, type MixtureParameters } from './mixture-parameters.js';
import type { NextTokenModel } from './next-token-model.js';
import { createPendingSpace, resolveBegun } from './pending-space.js';
import type { Vocabulary } from './vocabulary.js';

/** Length of the n-grams. */
const ORDER = 6;

/** Tokens at the end of the history that are read as context. */
const MAX_CONTEXT_TOKENS = 12;

/** Bytes at the end of the history in which a question is looked for. */
const MAX_QUERY_BYTES = 4096;

/** The n-gram model with retrieval. */
export interface TinyLanguageModel extends NextTokenModel {
  /** Tokens read in training, ends of documents included. */
  readonly trainingTokens: number;
  /** Which tokens it lets come next. */
  readonly fitting: FittingTokens;
}

/**
 * Trains the model.
 *
 * P(w | h) = λ·N(w | h) + (1 − λ)·K(w | h) is an interpolated Kneser–Ney 6-gram model K with a nearest-neighbour model N
 * over the passages of the corpus whose words are most like those of the question or of the text so far. K alone forgets
 * the question five tokens into the answer; letting the text so far raise what goes with it is the idea of the cache
 * model (Kuhn and De Mori 1990) and of triggers (Rosenfeld 1996), here in the form of the kNN-LM (Khandelwal et al.
 * 2020). λ = ceiling·s·S / (S + 1) grows with the sum S of the votes and the similarity s of the best passage. Both parts
 * sum to 1, so the mixture does.
 *
 * Tokens that neither part knows, those that would break a character, and those that would end a word that no school wants
 * get the least probability; what they get is taken from the others in proportion.
 *
 * The `Q` that begins a conversation in the corpus marks a turn, as other models do with a token that is no text. So where
 * prose begins, the distribution is the one given that no conversation does.
 */
export function trainTinyLanguageModel(
  corpus: readonly CorpusDocument[],
  vocabulary: Vocabulary,
  parameters: MixtureParameters = MIXTURE_PARAMETERS,
): TinyLanguageModel {
  const { endOfText, size: vocabularySize } = vocabulary;
  const [lineBreak = -1] = vocabulary.encode('\n');
  const [turnMark = -1] = vocabulary.encode('Q');
  const texts = corpus.map(({ text }) => Uint16Array.from([...vocabulary.encode(text), endOfText]));
  const passages = corpus.flatMap((document, number) =>
    cutPassages(document, number, texts[number] as Uint16Array, lineBreak),
  );
  // Default answers are many of a kind; counted with the rest, they would become the likeliest answer to anything. What is
  // only heard is never to be said without its question.
  const apart = new Set(passages.filter((passage) => passage.isDefault).map((passage) => passage.document));
  const counted = texts.filter((_, number) => !apart.has(number) && !corpus[number]?.isHeard);
  const ngrams = trainKneserNey(counted, { order: ORDER, startSymbol: endOfText, vocabularySize });
  const retriever = createRetriever(passages);
  const pendingSpace = createPendingSpace(occurring(texts, vocabularySize), vocabulary);
  const fitting = learnFittingTokens({ texts: corpus.map(({ text }) => text), counted }, vocabulary);

  const besides: ReadDocument[] = [];
  const documentOf = (number: number): ReadDocument => {
    besides[number] ??= readBeside(texts[number] as Uint16Array, vocabulary);
    return besides[number];
  };
  const weigh = ({ document, from, to, answer }: Passage, isAnswer: boolean, weight: number): WeightedPassage => ({
    document: documentOf(document),
    from: isAnswer ? answer : from,
    to,
    weight,
  });

  // The same characters can be reached by other tokens than the usual ones, such as ` Par` and `is` for ` Paris`.
  const contextOf = (history: readonly number[]) => {
    const end = history.slice(-MAX_CONTEXT_TOKENS);
    const text = end.includes(endOfText) ? '\uFFFD' : vocabulary.decode(end);
    if (text.includes('\uFFFD')) return end;
    const usual = vocabulary.encode(text);
    // Where the window begins inside a word, its first tokens are not those of the whole word.
    return history.length > MAX_CONTEXT_TOKENS ? usual.slice(-ORDER - 2) : usual;
  };

  const mix = (history: readonly number[], bytes: Uint8Array, text: string): Float64Array => {
    const query = queryOf(text);
    // Prose was read without line breaks, so that each of its lines begins as a document does.
    const isLineStart = query.kind === 'prose' && (text === '' || text.endsWith('\n'));
    const isAnswer = query.kind === 'question' && query.isAsked;
    const { passages, defaults } = retriever.retrieve(query);
    const fit = defaults.length > 0 ? 1 : (passages[0]?.similarity ?? 0);
    const { ceiling, sharpness, choice } = isAnswer ? parameters.answer : parameters.text;
    const mixed = ngrams.predict(isLineStart ? [] : contextOf(history), 1 + sharpness * fit);
    // An unknown question is answered by the defaults alone: what others were told would be wrong here.
    const read = isAnswer && defaults.length > 0 ? [] : passages;
    const best = read[0]?.similarity ?? 1;
    const most = parameters.strength * best ** parameters.power;
    const weighted = read.map(({ passage, similarity }) =>
      weigh(passage, isAnswer, most * (similarity / best) ** choice),
    );
    for (const passage of defaults) weighted.push(weigh(passage, isAnswer, parameters.defaults / defaults.length));
    const end = isLineStart ? new Uint8Array() : matchable(bytes.subarray(-MAX_MATCHED_BYTES));
    const { weights, total } = nearestNeighbours(end, weighted, parameters.growth);
    const share = ((isAnswer ? ceiling : ceiling * fit) * total) / (total + 1);
    for (let id = 0; id < mixed.length; id++) mixed[id] = (mixed[id] as number) * (1 - share);
    for (const [id, weight] of weights) mixed[id] = (mixed[id] as number) + (share * weight) / total;
    if (isLineStart) mixed[turnMark] = 0;
    return mixed;
  };

  return {
    trainingTokens: texts.reduce((sum, ids) => sum + ids.length, 0),
    fitting,
    open(given) {
      const history: number[] = [];
      const bytes = createByteRow();
      let found: Float64Array | undefined;
      const push = (id: number) => {
        history.push(id);
        bytes.push(vocabulary.bytes(id));
        found = undefined;
      };
      const find = () => {
        const text = Buffer.from(bytes.end(MAX_QUERY_BYTES)).toString('utf8');
        const after = mix(history, bytes.end(MAX_MATCHED_BYTES), text);
        const begun = pendingSpace.begun(history);
        if (begun) {
          const before = history.slice(0, -begun.length);
          const gone = vocabulary.decode(history.slice(-begun.length));
          const length = Buffer.byteLength(gone);
          resolveBegun(
            begun,
            mix(before, bytes.end(MAX_MATCHED_BYTES + length).subarray(0, -length), text),
            after,
            LEAST,
          );
        }
        keepFitting(after, fitting.after(history));
        return after;
      };
      for (const id of given) push(id);
      return {
        push,
        probabilities() {
          found ??= find();
          return found;
        },
      };
    },
  };
}

function occurring(texts: readonly Uint16Array[], vocabularySize: number): number[] {
  const occurs = new Uint8Array(vocabularySize);
  for (const text of texts) for (const id of text) occurs[id] = 1;
  return Array.from(occurs.keys()).filter((id) => occurs[id] === 1);
}

function readBeside(tokens: Uint16Array, vocabulary: Vocabulary): ReadDocument {
  const starts = new Int32Array(tokens.length);
  let length = 0;
  for (const [at, id] of tokens.entries()) {
    starts[at] = length;
    length += vocabulary.bytes(id).length;
  }
  const bytes = matchable(Buffer.concat(Array.from(tokens, (id) => vocabulary.bytes(id))));
  return { tokens, bytes, starts };
}

/** Bytes that more are put behind. */
function createByteRow() {
  let all = new Uint8Array(256);
  let length = 0;
  return {
    push(bytes: Uint8Array) {
      if (length + bytes.length > all.length) {
        const longer = new Uint8Array(2 * (length + bytes.length));
        longer.set(all);
        all = longer;
      }
      all.set(bytes, length);
      length += bytes.length;
    },
    /** The last ones, so many at most. */
    end: (count: number) => all.subarray(Math.max(0, length - count), length),
  };
}
