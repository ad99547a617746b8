import { setImmediate as othersFirst } from 'node:timers/promises';
import type { ProbabilityStrip } from '../../src/charts/picture.js';
import { codeBlock, inlineCode, plain } from '../../src/discord/markdown.js';
import { type Block, type Reply, text } from '../../src/discord/reply.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { UserError } from '../../src/errors.js';
import { describeModel } from '../../src/lesson/describe/describe-model.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { quote } from '../../src/lesson/text/quote.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import type { Services } from '../../src/services.js';
import { visibleText } from '../../src/tokens/visible.js';
import { formatBits, formatCount, formatPerplexity, shortenMiddle } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import { type Average, averageOf, mostSurprisingWord, surpriseOf } from './facts.js';
import { mostSurprisingLines, surpriseFile } from './list.js';

/** A scored text as it is shown. */
export interface SurpriseSight {
  readonly text: string;
  readonly tokens: readonly ScoredTextToken[];
  /** Undefined where the scoring broke off before it was told. */
  readonly model: string | undefined;
  /** Requests that it took; undefined where the scoring broke off. */
  readonly requests: number | undefined;
  /** Sentences of plain text about what is not as it was asked. */
  readonly notices: readonly string[];
  /** Why the scoring broke off, as a sentence of plain text. */
  readonly broken?: string;
  /** The buttons. */
  readonly steps: readonly Block[];
}

/** Of something without spaces, such as an address, both ends tell which it is. */
const MAX_WORD = 60;

const NO_DETECTOR =
  '**This is no detector of machine-written text.** Common phrases are predictable whoever wrote them, and another model finds other things likely.';

/**
 * Shows how surprising a text was: the averages, the picture (save for somebody who stopped it), and the tokens that
 * stood out. Throws a `UserError` where no token has a value.
 */
export async function presentSurprise(sight: SurpriseSight, signal: AbortSignal, services: Services): Promise<Reply> {
  const { tokens, broken, steps } = sight;
  const average = averageOf(tokens);
  if (average === undefined) {
    throw new UserError(
      'The model gave no probability to any token of this text: nothing stands before the first one. Write at least two words.',
    );
  }
  // Each of these looks at all tokens.
  await othersFirst();
  const word = wordLine(tokens);
  await othersFirst();
  const lines = mostSurprisingLines(tokens);
  await othersFirst();
  return {
    tone: broken === undefined ? 'normal' : 'error',
    blocks: [
      text(quote(sight.text)),
      ...(broken === undefined
        ? []
        : [text(`**The scoring breaks off after ${plural(tokens.length, 'token')}.** ${plain(broken)}`)]),
      text([...averageLines(average, tokens), word].join('\n')),
      ...(signal.aborted ? [] : await pictureBlocks(tokens, signal, services)),
      text(
        `The most surprising tokens, in the order of the text: probability, surprise, rank (1: the most likely token), and what the model expected instead.\n${codeBlock(lines.join('\n'))}`,
      ),
      text(NO_DETECTOR),
      text(noteLines(sight, average, services).join('\n')),
      ...(broken === undefined ? [] : [await surpriseFile(tokens)]),
      ...steps,
    ],
  };
}

function averageLines({ bits, perplexity, isBound }: Average, tokens: readonly ScoredTextToken[]): string[] {
  const choice = formatPerplexity(perplexity);
  const least = isBound ? 'at least ' : '';
  return [
    `**${isBound ? 'At least ' : ''}${formatBits(bits)} per token** · perplexity **${least}${choice}** · ${plural(tokens.length, 'token')}`,
    `On average each token was ${least}as surprising as a draw from ${choice} equally likely ones.`,
  ];
}

function wordLine(tokens: readonly ScoredTextToken[]): string {
  const word = mostSurprisingWord(tokens);
  if (word === undefined) return 'No word is named, for the text has no words with spaces between them.';
  const bits = `**${word.isBound ? 'at least ' : ''}${formatBits(word.bits)}**`;
  const sum = word.tokens === 1 ? '' : `, the sum of its ${word.tokens} tokens`;
  const known = word.isSure ? '' : ' by what is known';
  return `The most surprising word${known}: ${inlineCode(shortenMiddle(visibleText(word.text), MAX_WORD))} with ${bits}${sum}.`;
}

async function pictureBlocks(
  tokens: readonly ScoredTextToken[],
  signal: AbortSignal,
  services: Services,
): Promise<Block[]> {
  const { picture, shown } = await drawPicture(services, stripOf(tokens), 'surprise', signal);
  const left =
    shown < tokens.length
      ? ` The pictures show the first ${formatCount(shown)} of ${plural(tokens.length, 'token')}; **Full list** has them all.`
      : '';
  return [
    picture,
    text(
      `Yellow: the model saw it coming. Dark blue: it did not. Under each token is its surprise in bits; a coin flip has 1.${left}`,
    ),
  ];
}

function stripOf(tokens: readonly ScoredTextToken[]): ProbabilityStrip {
  return {
    kind: 'probability-strip',
    title: 'How surprising each token was',
    captions: 'bits of surprise',
    tokens: tokens.map((token) => {
      const surprise = surpriseOf(token);
      return {
        label: tokenLabel(token),
        probability: surprise && token.probability?.high,
        bound: surprise?.isBound,
        caption: surprise && `${surprise.isBound ? '≥ ' : ''}${formatBits(surprise.bits).replace(' bits', '')}`,
        breakAfter: token.text.endsWith('\n'),
      };
    }),
  };
}

function noteLines(sight: SurpriseSight, { counted }: Average, { model: { endpoint } }: Services): string[] {
  const { tokens, notices, model, requests } = sight;
  const isFirstLeft = tokens[0] !== undefined && tokens[0].probability === undefined;
  const unknown = tokens.length - counted - (isFirstLeft ? 1 : 0);
  const bounds = tokens.filter((token) => surpriseOf(token)?.isBound).length;
  const facts = [
    ...(model === undefined ? [] : [describeModel(model, endpoint)]),
    ...(requests === undefined ? [] : [`scored in ${plural(requests, 'request')}`]),
  ];
  return [
    ...(isFirstLeft
      ? ['-# The first token is left out of these figures: nothing stands before it, so it got no probability.']
      : []),
    ...(unknown > 0
      ? [`-# Left out of these figures, for the endpoint tells nothing of them: ${plural(unknown, 'token')}.`]
      : []),
    ...(bounds > 0
      ? [
          `-# Not among the tokens that the endpoint lists: ${plural(bounds, 'token')}. So only the most likely they can be is known (≤), and the least surprise (≥).`,
        ]
      : []),
    ...notices.map((notice) => `-# ${plain(notice)}`),
    ...(facts.length === 0 ? [] : [`-# ${facts.join(' · ')}`]),
  ];
}
