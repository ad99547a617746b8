import { attentionRun } from './attention-run.js';
import { beamRun } from './beam-run.js';
import { learnCurveRun, learnCutRun, learnPairsRun } from './bpe-run.js';
import { contextRun, forgetRun } from './context-run.js';
import { drawRun } from './draw-run.js';
import { analogyRun, embedRun, likenessRun } from './embed-run.js';
import { besideRun, circlesRun } from './generate-runs.js';
import type { LessonRun } from './lesson-run.js';
import { nextwordRun } from './nextword-run.js';
import { optionsRun } from './options-run.js';
import { followersRun, sampleClassRun } from './probability-run.js';
import { samplingRun } from './sampling-run.js';
import { surpriseRun } from './surprise-run.js';
import { temperatureRun } from './temperature-run.js';
import { tokenizeRun } from './tokenize-run.js';
import { lossRun, trainingRun } from './training-run.js';
import { examplesRun, tuningRun } from './tuning-run.js';

/** What the steps of lessons can run, as the files of units name it. */
const LESSON_RUNS: readonly LessonRun[] = [
  sampleClassRun,
  followersRun,
  tokenizeRun,
  learnPairsRun,
  learnCurveRun,
  learnCutRun,
  embedRun,
  likenessRun,
  analogyRun,
  nextwordRun,
  contextRun,
  forgetRun,
  attentionRun,
  trainingRun,
  lossRun,
  tuningRun,
  examplesRun,
  drawRun,
  optionsRun,
  surpriseRun,
  temperatureRun,
  samplingRun,
  besideRun,
  circlesRun,
  beamRun,
];

const byName = new Map(LESSON_RUNS.map((run) => [run.name, run]));

/** Undefined for a name that stands for nothing. */
export function findLessonRun(name: string): LessonRun | undefined {
  return byName.get(name);
}

/** All names. */
export function lessonRunNames(): readonly string[] {
  return [...byName.keys()];
}
