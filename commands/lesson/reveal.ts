import { isSwitchedOff } from '../../src/domain/settings.js';
import { UserError } from '../../src/errors.js';
import type { AskPress } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import { led } from './lead.js';
import { type Change, changeAt, lessonOf, stationOf } from './position.js';
import type { Lesson, LessonResult } from './result.js';
import { findLessonRun } from './runs/lesson-runs.js';
import { isQuestion, stationKey } from './stations.js';
import type { Step } from './units/unit.js';
import { viewComputing } from './view-question.js';

/** After so long people are told that the model is at work. */
const PATIENCE_MS = 1000;

/** Shows what is right: of a prediction it is computed now. Nobody answers any more. */
export async function reveal(result: LessonResult, press: AskPress, services: Services): Promise<Change> {
  const lesson = led(lessonOf(result), press);
  const shown = await findRevealed(lesson, press, services);
  return changeAt(press.value, (latest) => shown(led(latest, press)));
}

/**
 * Finds what is right where a lesson is.
 *
 * @returns the lesson with it
 */
export async function findRevealed(
  lesson: Lesson,
  press: AskPress,
  services: Services,
): Promise<(latest: Lesson) => Lesson> {
  const station = stationOf(lesson);
  const key = stationKey(station);
  if (!isQuestion(station) || station.kind === 'before') {
    throw new UserError('button-outdated');
  }
  const show = (latest: Lesson): Lesson => ({
    ...latest,
    revealed: latest.revealed.includes(key) ? latest.revealed : [...latest.revealed, key],
  });
  if (station.kind === 'after') return show;
  const { step } = station;
  const run = findLessonRun(step.run.run);
  if (run === undefined) throw new UserError('lesson-unit-gone', { unit: station.unit.id });
  const { rules } = press;
  if (rules !== undefined && isSwitchedOff(run.command, rules.settings, press)) {
    throw new UserError('lesson-without-command', { command: run.command });
  }
  // What the command itself would show on the way is not about the lesson.
  const waiting = setTimeout(() => press.progress(viewComputing(lesson, station, press)), PATIENCE_MS);
  const { runId, measured, picture, isElsewhere } = await run
    .find(optionsOf(step, lesson.own[key]), step.truth, { ...press, progress: () => undefined }, services)
    .finally(() => clearTimeout(waiting));
  const outcome = { runId, truth: measured, isElsewhere };
  return (latest) => ({ ...show(latest), picture, outcomes: { ...latest.outcomes, [key]: outcome } });
}

/** What runs: the class's own text in the place of the file's. */
function optionsOf({ run }: Step, own: string | undefined): Step['run']['options'] {
  return run.own === undefined || own === undefined ? run.options : { ...run.options, [run.own.option]: own };
}

/**
 * Puts a text of the class in the place of the file's.
 *
 * @throws UserError where it is empty, or where the step takes none
 */
export async function putOwn(result: LessonResult, press: AskPress): Promise<Change> {
  const lesson = led(lessonOf(result), press);
  const station = stationOf(lesson);
  if (station.kind !== 'step' || station.step.run.own === undefined) throw new UserError('button-outdated');
  const own = (press.fields.own ?? '').trim();
  if (own === '') throw new UserError('lesson-own-is-empty');
  const key = stationKey(station);
  return changeAt(press.value, (latest) => ({
    ...led(latest, press),
    own: { ...latest.own, [key]: own },
    // What was said of another text says nothing of this one.
    answers: Object.fromEntries(Object.entries(latest.answers).filter(([at]) => at !== key)),
  }));
}
