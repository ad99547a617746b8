import { codeBlock, plain } from '../../discord/markdown.js';
import { menu, picture, text } from '../../discord/reply.js';
import { placeIn } from '../../domain/find-token.js';
import { joinTokens } from '../../domain/join-tokens.js';
import { sentenceOf } from '../../facts.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import type { Place } from '../command/definition.js';
import type { View, ViewBlock } from '../command/view.js';
import { quote, shownText } from '../text/shown-text.js';
import { endsText, tokenLabel } from '../text/token-label.js';
import { lessonWords } from '../words.js';
import { branchTokens, chosenPlace, type ForkPlace, forceable, forkPlaces, MAX_BRANCHES } from './branches.js';
import type { ForkResult } from './result.js';
import { forkTree } from './tree.js';
import { forkWords } from './words.js';

/** A longer menu hides what is uncertain among what is not. */
const MAX_PLACES_SHOWN = 12;

/** The branch that is read, what else could have stood at one place of it, and the tree of all branches. */
export function viewFork(result: ForkResult, place: Place): View {
  const { locale } = place;
  const words = forkWords(locale);
  const chosen = chosenPlace(result);
  const broken = result.branches[result.current]?.broken;
  const note = noteOf(result, place);
  const lines = result.branches.map((_, branch) => branchLine(result, branch, locale));
  return {
    blocks: [
      text(words.heading(quote(startOf(result)))),
      text(codeBlock(shownText(joinTokens(branchTokens(result, result.current).filter((token) => !endsText(token)))))),
      ...(broken === undefined ? [] : [text(words.breaksOff(plain(sentenceOf(broken, locale))))]),
      ...(note === undefined ? [] : [text(plain(note))]),
      ...(result.branches.length === 1
        ? []
        : [picture('branches', forkTree(result, locale)), text(codeBlock(lines.join('\n')))]),
      text(describePlace(result, chosen, locale)),
      ...(chosen === undefined ? [] : [text(codeBlock(placeLines(chosen, locale).join('\n')))]),
      ...menus(result, chosen, place),
      ...(result.asked.kind === 'reply' ? [text(words.linksAreOfQuestion)] : []),
      { kind: 'go-on-links', entries: [] },
    ],
  };
}

/** What the text was asked for with. */
export function startOf({ asked }: ForkResult): string {
  return asked.kind === 'text' ? asked.prompt : asked.question;
}

/** What the press that led here came to, in plain text. */
function noteOf({ last }: ForkResult, { locale, isLate }: Place): string | undefined {
  const words = forkWords(locale);
  if (isLate) return words.late;
  switch (last?.kind) {
    case 'forced':
      return words.forced(tokenLabel(last.token));
    case 'known':
      return words.known;
    case 'failed':
      return sentenceOf(last.why, locale);
    case undefined:
      return undefined;
  }
}

function describePlace({ scale }: ForkResult, chosen: ForkPlace | undefined, locale: string): string {
  const words = forkWords(locale);
  const { measured } = lessonWords(locale);
  const place =
    chosen === undefined ? words.pick : words.stands(chosen.place + 1, tokenLabel(chosen.token), chosen.probability);
  return `${place}\n${scale === 'raw' ? words.ownProbabilities : words.probabilities(measured(scale))}`;
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
    `${figure(Math.min(1, hiddenMass))}  ${words.allOthers}`,
  ];
}

function branchLine(result: ForkResult, branch: number, locale: string): string {
  return `${branch === result.current ? '▶' : ' '} ${branchName(result, branch, locale)}`;
}

/** Where a branch left, and with which token, as the tree has it. */
function branchName(result: ForkResult, branch: number, locale: string): string {
  const words = forkWords(locale);
  const { from } = result.branches[branch] ?? {};
  const labelIn = (one: number, place: number) => labelAt(result, one, place, locale);
  const how =
    from === undefined
      ? words.asWritten
      : words.insteadOf(from.place + 1, labelIn(branch, from.place), labelIn(from.branch, from.place));
  return `${branch + 1}. ${how}`;
}

/** A token of a branch with its probability. */
function labelAt(result: ForkResult, branch: number, place: number, locale: string): string {
  const words = forkWords(locale);
  const known = forkPlaces(result, branch).find((one) => one.place === place);
  const token = known?.token ?? branchTokens(result, branch)[place];
  return words.token(token === undefined ? words.end : tokenLabel(token), known?.probability);
}

function menus(result: ForkResult, chosen: ForkPlace | undefined, { runId, revision, locale }: Place): ViewBlock[] {
  const words = forkWords(locale);
  const on = { runId, value: String(revision) };
  const places = forkPlaces(result, result.current);
  const isFull = result.branches.length >= MAX_BRANCHES;
  return [
    menu({
      action: 'place',
      ...on,
      placeholder: words.lookAt,
      choices: places
        .filter(({ place }, rank) => rank < MAX_PLACES_SHOWN || place === chosen?.place)
        .map((place) => ({
          label: words.place(place.place + 1, tokenLabel(place.token), place.probability),
          value: String(place.place),
          description: words.or(runnerUp(place, locale)),
          selected: place.place === chosen?.place,
        })),
    }),
    ...(isFull ? [text(words.full(MAX_BRANCHES))] : []),
    ...(chosen === undefined || isFull
      ? []
      : [
          menu({
            action: 'token',
            ...on,
            placeholder: words.force(chosen.place + 1),
            choices: forceable(chosen).map((one, at) => ({
              label: tokenLabel(one),
              value: String(at),
              description: words.figures.percent(probabilityOf(one.logprob)),
            })),
          }),
        ]),
    ...(result.branches.length === 1
      ? []
      : [
          menu({
            action: 'branch',
            ...on,
            placeholder: words.read,
            choices: result.branches.map((_, branch) => ({
              label: branchName(result, branch, locale),
              value: String(branch),
              selected: branch === result.current,
            })),
          }),
        ]),
  ];
}

function runnerUp({ candidates, token }: ForkPlace, locale: string): string {
  const here = placeIn(candidates, token);
  const other = candidates.find((_, at) => at !== here);
  return other === undefined ? '' : forkWords(locale).token(tokenLabel(other), probabilityOf(other.logprob));
}
