import { distance } from 'fastest-levenshtein';

/** A variable that nothing reads, and the setting that it looks like. */
export interface Misspelt {
  readonly given: string;
  readonly meant: string;
}

/** So many letters stand for one that may be wrong, and two are wrong at most. */
const LETTERS_FOR_ONE = 6;
const MAX_WRONG = 2;

/** What may stand behind the name of a setting: the number of an endpoint, and what says that it is in a file. */
const ENDING = /(?:_\d{1,3})?(?:_FILE)?(?:_\d{1,3})?$/;

/**
 * Finds variables of the environment that were likely meant to be settings, so that a slip of the hand does not pass without a
 * word. What is set under its right name as well was meant for another program.
 *
 * @param environment without empty values
 * @param known the names of all settings, without what may stand behind them
 * @param inFiles those that a file may hold
 */
export function findMisspelt(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
  inFiles: readonly string[],
): readonly Misspelt[] {
  const given = Object.keys(environment).filter((name) => environment[name] !== undefined && !known.includes(name));
  return given.flatMap((name) => {
    const [ending = ''] = ENDING.exec(name) ?? [];
    const bare = name.slice(0, name.length - ending.length);
    const nearest = known.includes(bare) ? bare : nearestOf(bare, known);
    const mayEnd = nearest !== undefined && (inFiles.includes(nearest) || !ending.includes('_FILE'));
    const meant = mayEnd ? `${nearest}${ending}` : (nearest ?? nearestOf(name, known));
    if (meant === undefined || meant === name || environment[meant] !== undefined) return [];
    return [{ given: name, meant }];
  });
}

function nearestOf(name: string, known: readonly string[]): string | undefined {
  const most = Math.min(MAX_WRONG, Math.max(1, Math.floor(name.length / LETTERS_FOR_ONE)));
  const near = known
    .map((one) => ({ one, wrong: distance(name.toUpperCase(), one) }))
    .filter(({ wrong }) => wrong <= most);
  return near.sort((a, b) => a.wrong - b.wrong)[0]?.one;
}
