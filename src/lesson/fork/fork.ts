import { codeBlock } from '../../discord/markdown.js';
import { lazyReply, type Reply, status, text } from '../../discord/reply.js';
import { joinTokens } from '../../domain/join-tokens.js';
import type { Token } from '../../domain/token.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { reasonOf } from '../asking/stopped.js';
import { defineFollowUp } from '../command/define-command.js';
import type { AskPress } from '../command/definition.js';
import type { Subject } from '../command/subject.js';
import { beforeQuestion } from '../stored/stored-question.js';
import { askedText, askedWords } from '../text/asked-line.js';
import { shownText } from '../text/shown-text.js';
import { endsText } from '../text/token-label.js';
import {
  branchTokens,
  branchWith,
  chosenPlace,
  createBranch,
  type ForkPlace,
  forceable,
  forkPlaces,
  MAX_BRANCHES,
  placesInOrder,
} from './branches.js';
import { explainFork } from './explain.js';
import { growBranch } from './grow-branch.js';
import { forkInFull } from './lists.js';
import type { ForkOrigin } from './origin.js';
import { type ForkResult, forkResult } from './result.js';
import { startOf, viewFork } from './view.js';
import { forkWords } from './words.js';

/**
 * **Why this word?**: a new message with the most uncertain places of what a model wrote, where another token can be forced
 * and the model goes on from it; all branches stand in one tree.
 */
export const fork = defineFollowUp({
  name: 'fork',
  link: (locale) => forkWords(locale).link,
  hint: (locale) => forkWords(locale).hint,
  leadsTo: ['nextword', 'temperature', 'sampling', 'dice', 'generate', 'surprise', 'tokenize', 'compare'],
  explain: explainFork,
  result: { version: 1, schema: forkResult },
  from: {
    takes: ({ written }) => written !== undefined,
    async ask({ written }) {
      if (written === undefined) throw new Error('a subject without a written text is not taken');
      return firstFork(written());
    },
  },
  view: viewFork,
  subject: subjectOf,
  actions: {
    place: { kind: 'move', move: lookAt },
    earlier: { kind: 'move', move: (result) => step(result, -1) },
    later: { kind: 'move', move: (result) => step(result, 1) },
    write: { kind: 'move', move: (result, press, services) => force(result, 0, press, services) },
    token: {
      kind: 'move',
      move: (result, press, services) => force(result, Number(press.choice), press, services),
    },
    branch: {
      kind: 'move',
      move: (result, { choice }) => ({ ...readBranch(result, Number(choice)), last: undefined }),
    },
  },
});

/** A text without branches, looked at where another token was the likeliest to come. */
function firstFork({ steps, ...origin }: ForkOrigin): ForkResult {
  const first = { ...origin, branches: [createBranch([], steps)], current: 0 };
  const chanceOf = (one: ForkPlace) => forceable(one)[0]?.logprob ?? Number.NEGATIVE_INFINITY;
  const [place] = forkPlaces(first, 0).toSorted((one, other) => chanceOf(other) - chanceOf(one));
  if (place === undefined) {
    const isUntold = steps.every(({ listed }) => listed === undefined);
    throw new UserError(isUntold ? 'fork-without-probabilities' : 'fork-without-places');
  }
  return { ...first, place: place.place };
}

function readBranch(result: ForkResult, branch: number): ForkResult {
  if (result.branches[branch] === undefined) throw new UserError('fork-no-such-branch');
  const places = forkPlaces(result, branch);
  const same = places.find(({ place }) => place === result.place);
  return { ...result, current: branch, place: (same ?? places[0])?.place };
}

function lookAt(result: ForkResult, { choice }: AskPress): ForkResult {
  const chosen = forkPlaces(result, result.current).find(({ place }) => String(place) === choice);
  if (chosen === undefined) throw new UserError('fork-no-such-place');
  return { ...result, place: chosen.place, last: undefined };
}

/** The place before or behind the one that is looked at. */
function step(result: ForkResult, by: -1 | 1): ForkResult {
  const places = placesInOrder(result);
  const at = places.findIndex(({ place }) => place === result.place);
  const place = at === -1 ? undefined : places[at + by];
  if (place === undefined) throw new UserError('fork-no-such-place');
  return { ...result, place: place.place, last: undefined };
}

/** @param which of the tokens that could stand there, from 0 on */
async function force(result: ForkResult, which: number, press: AskPress, services: Services): Promise<ForkResult> {
  const place = chosenPlace(result);
  const forced = place && forceable(place)[which];
  if (place === undefined || forced === undefined) throw new UserError('fork-no-such-token');
  const there = branchWith(result, place, forced);
  if (there !== undefined) return { ...readBranch(result, there), last: { kind: 'known' } };
  if (result.branches.length >= MAX_BRANCHES) throw new UserError('fork-tree-full');

  const { signal, locale, progress } = press;
  const prefix = joinTokens([...branchTokens(result, result.current).slice(0, place.place), forced]);
  const show = (soFar: string): Reply => ({
    blocks: [
      text(result.asked.kind === 'text' ? askedText(startOf(result)) : askedWords(startOf(result))),
      text(codeBlock(shownText(prefix + soFar))),
      status(forkWords(locale).goesOn),
    ],
  });
  progress(show(''));
  try {
    const branch = await growBranch(result, place, forced, signal, services, (soFar) =>
      progress(lazyReply(() => show(soFar()))),
    );
    return {
      ...result,
      branches: [...result.branches, branch],
      current: result.branches.length,
      last: { kind: 'forced', token: forced },
    };
  } catch (error) {
    // The message shows the branches as they were, and not one that came to nothing.
    return { ...result, last: { kind: 'failed', why: reasonOf(error, signal).fact } };
  }
}

/** The text before the place that is looked at; of a reply, the question. */
function subjectOf(result: ForkResult): Subject {
  const { asked, model, sampling, chosen = sampling, current } = result;
  const tokens = branchTokens(result, current);
  const about = { model, sampling: chosen, inFull: (locale: string) => forkInFull(result, locale) };
  if (asked.kind === 'reply') {
    return { ...about, prompt: asked.question, asQuestion: beforeQuestion(asked), text: replyOf(tokens) };
  }
  const before = tokens.slice(0, chosenPlace(result)?.place ?? 0);
  return { ...about, prompt: asked.prompt + joinTokens(before), text: asked.prompt + joinTokens(tokens) };
}

/** What the model said, without the token that ends it. */
function replyOf(tokens: readonly Token[]): string {
  return joinTokens(tokens.filter((token) => !endsText(token)));
}
