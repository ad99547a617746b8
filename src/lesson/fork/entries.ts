import type { GoOnEntry } from '../../discord/reply.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import type { Place } from '../command/definition.js';
import { tokenName } from '../text/token-name.js';
import { type ForkPlace, forceable, forkPlaces, MAX_BRANCHES } from './branches.js';
import { branchName } from './lists.js';
import type { ForkResult } from './result.js';
import { runnerUp } from './sentence.js';
import { forkWords } from './words.js';

/** Of each kind so many are shown: the menu has room for 25 with the other commands. */
const MAX_WRITES = 5;
const MAX_PLACES = 6;

/** What the menu offers here: other tokens to write, other places to look at, other branches to read. */
export function forkEntries(result: ForkResult, chosen: ForkPlace | undefined, place: Place): GoOnEntry[] {
  return [
    ...writeEntries(result, chosen, place),
    ...placeEntries(result, chosen, place),
    ...branchEntries(result, place),
  ];
}

/** The first one has a button. */
function writeEntries({ branches }: ForkResult, chosen: ForkPlace | undefined, place: Place): GoOnEntry[] {
  const words = forkWords(place.locale);
  if (chosen === undefined || branches.length >= MAX_BRANCHES) return [];
  return forceable(chosen)
    .slice(0, MAX_WRITES)
    .flatMap((one, at): GoOnEntry[] =>
      at === 0
        ? []
        : [
            {
              ...on(place),
              action: 'token',
              choice: String(at),
              label: words.write(tokenName(one, place.locale)),
              description: words.chance(probabilityOf(one.logprob)),
            },
          ],
    );
}

/** The most uncertain places, in the order of the text. */
function placeEntries(result: ForkResult, chosen: ForkPlace | undefined, place: Place): GoOnEntry[] {
  const words = forkWords(place.locale);
  return forkPlaces(result, result.current)
    .filter((one) => one.place !== chosen?.place)
    .slice(0, MAX_PLACES)
    .toSorted((one, other) => one.place - other.place)
    .map((one) => {
      const other = runnerUp(one);
      return {
        ...on(place),
        action: 'place',
        choice: String(one.place),
        label: words.lookAt(one.place + 1, tokenName(one.token, place.locale), one.probability),
        description: other && words.or(tokenName(other, place.locale), probabilityOf(other.logprob)),
      };
    });
}

function branchEntries(result: ForkResult, place: Place): GoOnEntry[] {
  const words = forkWords(place.locale);
  return result.branches.flatMap(({ from }, branch): GoOnEntry[] =>
    branch === result.current
      ? []
      : [
          {
            ...on(place),
            action: 'branch',
            choice: String(branch),
            label: from === undefined ? words.readFirst : words.read(branchName(result, branch, place.locale)),
          },
        ],
  );
}

function on({ runId, revision }: Place) {
  return { runId, value: String(revision) };
}
