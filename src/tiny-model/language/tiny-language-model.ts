import { nearestNeighbours, type WeightedPassage } from '../retrieval/nearest-neighbours.js';
import { cutPassages, type Passage } from '../retrieval/passages.js';
import { queryOf } from '../retrieval/query.js';
import { createRetriever } from '../retrieval/retrieval.js';
import { foldCase } from './case-folding.js';
import type { CorpusDocument } from './corpus.js';
import { trainKneserNey } from './kneser-ney.js';
import { MIXTURE_PARAMETERS, type MixtureParameters } from './mixture-parameters.js';
import { NextTokenDistribution, numberTypes } from './next-token-distribution.js';
import { createPendingSpace, resolveBegun } from './pending-space.js';
import { END_OF_TEXT, VOCABULARY_SIZE, type Vocabulary } from './vocabulary.js';

/** Length of the n-grams. */
const ORDER = 6;

/** Tokens at the end of the history that are read as context. */
const MAX_CONTEXT_TOKENS = 12;

/** Tokens at the end of the history in which a question is looked for. */
const MAX_QUERY_TOKENS = 1024;

/** A language model: a distribution over the next token for every history. */
export interface TinyLanguageModel {
  /** Tokens read in training, ends of documents included. */
  readonly trainingTokens: number;
  /**
   * The distribution over the token that follows the history, which starts a document.
   *
   * A function of the history's tokens alone, so a text has the same probability whether it was generated or read.
   */
  next(history: readonly number[]): NextTokenDistribution;
}

/**
 * Trains the model.
 *
 * P(w | h) = λ·N(w | h) + (1 − λ)·K(w | h) is an interpolated Kneser–Ney 6-gram model K with a nearest-neighbour model N
 * over the passages of the corpus whose words are most like those of the question or of the text so far. K alone forgets
 * the question five tokens into the answer; letting the text so far raise what goes with it is the idea of the cache
 * model (Kuhn and De Mori 1990) and of triggers (Rosenfeld 1996), here in the form of the kNN-LM (Khandelwal et al.
 * 2020). λ = ceiling·s·S / (S + 1) grows with the sum S of the votes and the similarity s of the best passage. Both parts sum to 1, so the mixture does.
 *
 * The `Q` that begins a conversation in the corpus marks a turn, as other models do with a token that is no text. So where
 * prose begins, the distribution is the one given that no conversation does.
 */
export function trainTinyLanguageModel(
  corpus: readonly CorpusDocument[],
  vocabulary: Vocabulary,
  parameters: MixtureParameters = MIXTURE_PARAMETERS,
): TinyLanguageModel {
  const [lineBreak = -1] = vocabulary.encode('\n');
  const texts = corpus.map((document) => [...vocabulary.encode(document.text), END_OF_TEXT]);
  const occurring = new Set(texts.flat());
  const pendingSpace = createPendingSpace(occurring, vocabulary);
  const types = numberTypes([END_OF_TEXT, ...occurring, ...pendingSpace.continuing]);
  const typeOf = (id: number) => types.ofId[id] ?? -1;
  const documents = texts.map((ids) => Int32Array.from(ids, typeOf));
  const passages = corpus.flatMap((document, number) => cutPassages(document, number, texts[number] ?? [], lineBreak));
  // Default answers are many of a kind; counted with the rest, they would become the likeliest answer to anything.
  const defaults = new Set(passages.filter((passage) => passage.isDefault).map((passage) => passage.document));
  const counted = documents.filter((_, number) => !defaults.has(number));
  const ngrams = trainKneserNey(counted, {
    order: ORDER,
    startSymbol: typeOf(END_OF_TEXT),
    types: types.ids.length,
    vocabularySize: VOCABULARY_SIZE,
  });

  const folding = foldCase(occurring, vocabulary);
  const folded = texts.map((ids) => Int32Array.from(ids, (id) => folding.classOf(id)));
  const retriever = createRetriever(passages);
  const weigh = (passage: Passage, weight: number): WeightedPassage => ({
    tokens: documents[passage.document] ?? new Int32Array(),
    folded: folded[passage.document] ?? new Int32Array(),
    from: passage.from,
    to: passage.to,
    weight,
  });

  // The same characters can be reached by other tokens than the usual ones, such as ` Par` and `is` for ` Paris`.
  const contextOf = (history: readonly number[]) => {
    const end = history.slice(-MAX_CONTEXT_TOKENS);
    const text = end.includes(END_OF_TEXT) ? '\uFFFD' : vocabulary.decode(end);
    if (text.includes('\uFFFD')) return end;
    const usual = vocabulary.encode(text);
    // Where the window begins inside a word, its first tokens are not those of the whole word.
    return history.length > MAX_CONTEXT_TOKENS ? usual.slice(-ORDER - 2) : usual;
  };

  const [turnMark = -1] = vocabulary.encode('Q').map(typeOf);

  const mix = (before: readonly number[], text: string) => {
    const query = queryOf(text);
    // Prose was read without line breaks, so that each of its lines begins as a document does.
    const isLineStart = query.kind === 'prose' && (text === '' || text.endsWith('\n'));
    const context = isLineStart ? [] : before;
    const { passages, defaults } = retriever.retrieve(query);
    const fit = defaults.length > 0 ? 1 : (passages[0]?.similarity ?? 0);
    const power = 1 + parameters.sharpness * fit;
    const { seen, unseen } = ngrams.predict(context.map(typeOf), power);
    const weighted = passages.map(({ passage, similarity }) =>
      weigh(passage, parameters.strength * similarity ** parameters.power),
    );
    for (const passage of defaults) weighted.push(weigh(passage, parameters.defaults / defaults.length));
    const folds = context.map((id) => folding.classOf(id));
    const { weights, total } = nearestNeighbours(folds, weighted, parameters.growth);
    const ceiling = query.kind === 'question' ? parameters.ceiling * fit : parameters.proseCeiling * fit;
    const share = (ceiling * total) / (total + 1);
    for (let type = 0; type < seen.length; type++) seen[type] = (seen[type] ?? 0) * (1 - share);
    for (const [type, weight] of weights) seen[type] = (seen[type] ?? 0) + (share * weight) / total;
    const mixed = new NextTokenDistribution(types, seen, unseen * (1 - share));
    return isLineStart ? givenNot(turnMark, mixed) : mixed;
  };

  return {
    trainingTokens: texts.reduce((sum, ids) => sum + ids.length, 0),
    next(history) {
      const text = vocabulary.decode(history.slice(-MAX_QUERY_TOKENS));
      const distribution = mix(contextOf(history), text);
      const begun = pendingSpace.begun(history);
      if (!begun) return distribution;
      return resolveBegun(begun, mix(contextOf(history.slice(0, -begun.length)), text), distribution);
    },
  };
}

/** The distribution given that one type does not come: it gets no more than a token that was never read. */
function givenNot(type: number, { types, seen, unseen }: NextTokenDistribution): NextTokenDistribution {
  const left = seen[type];
  if (left === undefined) return new NextTokenDistribution(types, seen, unseen);
  const scale = 1 / (1 - left + unseen);
  const given = seen.map((probability, each) => (each === type ? unseen : probability) * scale);
  return new NextTokenDistribution(types, given, unseen * scale);
}
