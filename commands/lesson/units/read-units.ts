import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../../src/errors.js';
import { findLessonRun, lessonRunNames } from '../runs/lesson-runs.js';
import { type Unit, unitSchema } from './unit.js';
import { unitFileWords } from './words.js';

/** The units of a folder, in the order of the story; and what is wrong with the files that are left out. */
export interface ReadUnits {
  readonly units: readonly Unit[];
  readonly problems: readonly string[];
}

const words = unitFileWords('en');

/** The language in which units are written so far. */
const WRITTEN_IN = 'en';

/** `assets/lessons`, from the sources as from `dist/`. */
function lessonsFolder(): string {
  const root = import.meta.url.endsWith('.js') ? '../../../../' : '../../../';
  return fileURLToPath(new URL(`${root}assets/lessons/${WRITTEN_IN}`, import.meta.url));
}

let known: ReadUnits | undefined;

/** The units that the bot brings, and those that somebody has put beside them: read once. */
export function knownUnits(): ReadUnits {
  known ??= readUnits(lessonsFolder());
  return known;
}

/** Reads all files of a folder. Their names are in the order of the story: `05-next-word.json` has the unit `next-word`. */
export function readUnits(folder: string): ReadUnits {
  const units: Unit[] = [];
  const problems: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    try {
      const unit = parseUnit(readFileSync(join(folder, name), 'utf8'));
      const wanted = basename(name, '.json').replace(/^\d+-/, '');
      if (unit.id !== wanted) throw faultAt('id', words.otherId(unit.id, wanted));
      if (units.some(({ id }) => id === unit.id)) throw faultAt('id', words.idTwice(unit.id));
      units.push(unit);
    } catch (error) {
      problems.push(words.inFile(name, error instanceof Error ? error.message : String(error)));
    }
  }
  return { units, problems };
}

/**
 * Reads one unit, and checks that all it runs and measures is there.
 *
 * @throws Error that says where the first fault is
 */
export function parseUnit(json: string): Unit {
  const read = unitSchema.safeParse(JSON.parse(json));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw faultAt(issue?.path.join('.') || words.wholeFile, issue?.message ?? words.notUnderstood);
  }
  for (const [at, { run, truth, predict }] of read.data.steps.entries()) {
    const found = findLessonRun(run.run);
    if (found === undefined) throw faultAt(`steps.${at}.run.run`, words.noneOf(lessonRunNames()));
    if (!found.measures.includes(truth.measure)) {
      throw faultAt(`steps.${at}.truth.measure`, words.noneOf(found.measures));
    }
    try {
      found.check(run.options, WRITTEN_IN);
    } catch (error) {
      throw faultAt(`steps.${at}.run.options`, error instanceof UserError ? error.message : String(error));
    }
    const own = run.own?.option;
    const isText = own === undefined || typeof run.options[own] === 'string';
    if (!isText) throw faultAt(`steps.${at}.run.own.option`, words.ownIsNoText);
    if (predict.kind === 'poll' && own !== undefined && predict.options.some(({ is }) => 'item' in is)) {
      throw faultAt(`steps.${at}.run.own`, words.ownNeedsOthers);
    }
  }
  return read.data;
}

function faultAt(place: string, fault: string): Error {
  return new Error(words.at(place, fault));
}
