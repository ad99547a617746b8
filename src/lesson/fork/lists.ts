import { codeBlock } from '../../discord/markdown.js';
import { type Block, text } from '../../discord/reply.js';
import { placeIn } from '../../domain/find-token.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { endsText, tokenLabel } from '../text/token-label.js';
import { lessonWords } from '../words.js';
import { branchTokens, chosenPlace, type ForkPlace, forkPlaces } from './branches.js';
import type { ForkResult } from './result.js';
import { forkWords } from './words.js';

/** What **Details** says: what could stand at the place that is looked at, and all branches. */
export function forkInFull(result: ForkResult, locale: string): Block[] {
  const words = forkWords(locale);
  const { scale, branches, asked } = result;
  const chosen = chosenPlace(result);
  const lines = branches.map((_, branch) => branchLine(result, branch, locale));
  return [
    ...(chosen === undefined
      ? []
      : [text(words.atPlace(chosen.place + 1, codeBlock(placeLines(chosen, locale).join('\n'))))]),
    ...(branches.length === 1 ? [] : [text(words.branches(codeBlock(lines.join('\n'))))]),
    text(
      [
        scale === 'raw' ? words.ownProbabilities : words.probabilities(lessonWords(locale).measured(scale)),
        ...(asked.kind === 'reply' ? [words.linksAreOfQuestion] : []),
      ].join('\n'),
    ),
  ];
}

function placeLines({ candidates, hiddenMass, token }: ForkPlace, locale: string): string[] {
  const words = forkWords(locale);
  const here = placeIn(candidates, token);
  const { percent, percentWidth } = words.figures;
  const figure = (probability: number) => percent(probability).padStart(percentWidth);
  return [
    ...candidates.map((one, at) => {
      const line = `${figure(probabilityOf(one.logprob))}  ${tokenLabel(one)}`;
      return at === here ? `${line}   ${words.standsHere}` : line;
    }),
    `${figure(Math.min(1, hiddenMass))}  ${words.othersTogether}`,
  ];
}

function branchLine(result: ForkResult, branch: number, locale: string): string {
  const words = forkWords(locale);
  const { from } = result.branches[branch] ?? {};
  const name = from === undefined ? words.asWritten : branchName(result, branch, locale);
  return `${branch === result.current ? '▶' : ' '} ${branch + 1}. ${name}`;
}

/** Where a branch left another one, and with which token; plain text. */
export function branchName(result: ForkResult, branch: number, locale: string): string {
  const words = forkWords(locale);
  const { from } = result.branches[branch] ?? {};
  if (from === undefined) return words.asWritten;
  const labelIn = (one: number, place: number) => labelAt(result, one, place, locale);
  return words.insteadOf(from.place + 1, labelIn(branch, from.place), labelIn(from.branch, from.place));
}

/** A token of a branch with its probability. */
function labelAt(result: ForkResult, branch: number, place: number, locale: string): string {
  const words = forkWords(locale);
  const known = forkPlaces(result, branch).find((one) => one.place === place);
  const token = branchTokens(result, branch)[place];
  const isEnd = token === undefined || endsText(token);
  return words.token(isEnd ? words.end : tokenLabel(token), known?.probability);
}
