import type { Action, Press } from '../../discord/command.js';
import { codeBlock } from '../../discord/markdown.js';
import { type Button, lazyReply, type Reply, status, text } from '../../discord/reply.js';
import { isSameToken } from '../../domain/same-token.js';
import type { Candidate } from '../../domain/token.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { reasonOf } from '../asking/stopped.js';
import { defineStoredRun } from '../stored/stored-run.js';
import { joinTokens } from '../text/join-tokens.js';
import { quote } from '../text/quote.js';
import { shownText } from '../text/shown-text.js';
import { tokenLabel } from '../text/token-label.js';
import type { WrittenStep } from '../writing/written-text.js';
import { growBranch } from './branch.js';
import type { ForkOrigin } from './origin.js';
import {
  branchTokens,
  type ForkPlace,
  type ForkRun,
  forceable,
  forkPlaces,
  forkSchema,
  MAX_BRANCHES,
  packBranch,
} from './run.js';
import { type KeptFork, presentFork, startOf } from './view.js';

/** How one command lets people fork what the model wrote. */
export interface Forks {
  /** **Why this word?** on a text that `read` knows. */
  button(textId: string): Button;
  /** To be spread into the command's own actions. */
  readonly actions: Readonly<Record<'fork' | 'forkplace' | 'forktoken' | 'forkbranch', Action>>;
}

/**
 * Gives a command **Why this word?**: a new message with a text's most uncertain places, where another token can be forced
 * and the model goes on from it; all branches stand in one tree.
 *
 * @param read finds the text behind the button; rejects with a `UserError` where it is no longer kept
 */
export function defineForks(command: string, read: (textId: string, services: Services) => Promise<ForkOrigin>): Forks {
  const stored = defineStoredRun(command, forkSchema);

  /** Makes a move on the run as the press saw it; a press from an earlier view changes nothing. */
  const moving =
    (move: (run: ForkRun, press: Press, services: Services) => Promise<Move> | Move): Action['run'] =>
    async (press, services) => {
      const { runId, signal, value } = press;
      const { payload: run, revision } = await stored.load(services, runId);
      if (String(revision) !== value) return presentFork({ run, runId, revision }, signal, services, LATE);
      const { note, ...changes } = await move(run, press, services);
      const after = { ...run, ...changes };
      const saved = await stored.save(services, runId, after, revision);
      if (saved !== undefined) return presentFork({ run: after, runId, revision: saved }, signal, services, note);
      const now = await stored.load(services, runId);
      return presentFork({ run: now.payload, runId, revision: now.revision }, signal, services, LATE);
    };

  return {
    button: (textId) => ({ command, action: 'fork', runId: textId, label: 'Why this word?' }),
    actions: {
      fork: {
        respond: 'reply',
        async run({ runId, signal }, services) {
          const { steps, ...origin } = await read(runId, services);
          const first = { ...origin, branches: [packBranch([], steps)], current: 0 };
          const [place] = forkPlaces(first, 0);
          if (place === undefined) throw new UserError('said', { sentence: nothingToFork(steps) });
          const run = { ...first, place: place.place };
          const kept: KeptFork = { run, runId: await stored.create(services, run), revision: 1 };
          return presentFork(kept, signal, services);
        },
      },
      forkplace: { respond: 'update', run: moving((_, { choice }) => ({ place: Number(choice) })) },
      forktoken: { respond: 'update', run: moving(force) },
      forkbranch: { respond: 'update', run: moving((run, { choice }) => readBranch(run, Number(choice))) },
    },
  };
}

const LATE = 'A press came from an earlier view and changed nothing. This is how it is now.';

/** What a press changes, and a sentence about it. */
interface Move extends Partial<Pick<ForkRun, 'branches' | 'current' | 'place'>> {
  readonly note?: string | undefined;
}

function nothingToFork(steps: readonly WrittenStep[]): string {
  return steps.every(({ listed }) => listed === undefined)
    ? 'The endpoint gave no probabilities with this text, so it is not known what else could have stood in it. /model shows what the endpoint can do.'
    : 'At no place of this text is another token known that it could go on with. Ask for a longer text.';
}

function readBranch(run: ForkRun, branch: number): Move {
  if (run.branches[branch] === undefined) throw new UserError('Choose one of the branches in the menu.');
  const places = forkPlaces(run, branch);
  const same = places.find(({ place }) => place === run.place);
  return { current: branch, place: (same ?? places[0])?.place };
}

async function force(run: ForkRun, press: Press, services: Services): Promise<Move> {
  const place = forkPlaces(run, run.current).find((one) => one.place === run.place);
  const forced = place && forceable(place)[Number(press.choice)];
  if (place === undefined || forced === undefined) throw new UserError('Choose one of the tokens in the menu.');
  const there = branchWith(run, place, forced);
  if (there !== undefined) return { ...readBranch(run, there), note: 'There is such a branch already: this is it.' };
  if (run.branches.length >= MAX_BRANCHES) throw new UserError('The tree is full. Start a new one.');

  const prefix = joinTokens([...branchTokens(run, run.current).slice(0, place.place), forced]);
  const show = (soFar: string): Reply => ({
    blocks: [
      text(quote(startOf(run))),
      text(codeBlock(shownText(prefix + soFar))),
      status('The model goes on from there…'),
    ],
  });
  press.progress(show(''));
  try {
    const branch = await growBranch(run, place, forced, press, services, (soFar) =>
      press.progress(lazyReply(() => show(soFar()))),
    );
    const current = run.branches.length;
    return { branches: [...run.branches, branch], current, note: `Forced: ${tokenLabel(forced)}` };
  } catch (error) {
    // The message shows the run as it was, and not a branch that came to nothing.
    return { note: reasonOf(error, press.signal).message };
  }
}

/** The branch that has a token at a place already. */
function branchWith(run: ForkRun, { owner, place }: ForkPlace, forced: Candidate): number | undefined {
  const before = branchTokens(run, run.current).slice(0, place);
  const isThere = run.branches.map((branch, at) => {
    const leaves = branch.from?.branch === owner && branch.from.place === place;
    const token = branchTokens(run, at)[before.length];
    return (leaves || at === owner) && token !== undefined && isSameToken(forced, token);
  });
  const at = isThere.indexOf(true);
  return at === -1 ? undefined : at;
}
