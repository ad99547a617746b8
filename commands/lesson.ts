import { file, text } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { ActionDefinition, AskPress, Place } from '../src/lesson/command/definition.js';
import type { View } from '../src/lesson/command/view.js';
import { answer, join } from './lesson/answering.js';
import { beginLesson, rememberUnderWay, underWayIn, unitsNamed } from './lesson/begin.js';
import { explainLesson } from './lesson/explain.js';
import { exportLesson } from './lesson/export.js';
import { forgetPerson } from './lesson/forget.js';
import { answerForm, ownForm } from './lesson/forms.js';
import { led, takenOver } from './lesson/lead.js';
import { viewMine } from './lesson/mine.js';
import { endLesson, moveBy, skipUnit } from './lesson/moves.js';
import { answerOf, memberOf } from './lesson/people.js';
import { PLAN_MINUTES, type PlanMinutes, planOf } from './lesson/plans.js';
import { lessonOf, stationsIn } from './lesson/position.js';
import { pseudonym } from './lesson/pseudonym.js';
import { type Lesson, type LessonResult, lessonType } from './lesson/result.js';
import { putOwn, reveal } from './lesson/reveal.js';
import { sayAnswer } from './lesson/say-answer.js';
import { isQuestion, stationKey } from './lesson/stations.js';
import { knownUnits } from './lesson/units/read-units.js';
import { viewLesson } from './lesson/view.js';
import { lessonWords } from './lesson/words.js';

/** What Discord takes of suggestions. */
const MAX_SUGGESTIONS = 25;

const PACES = ['together', 'alone'] as const;

export const lesson = defineCommand({
  name: 'lesson',
  isForRoom: true,
  description: (locale) => lessonWords(locale).description,
  options: {
    plan: {
      type: 'string',
      description: (locale) => lessonWords(locale).planOption,
      choices: PLAN_MINUTES.map(String),
      choiceLabel: (value, locale) => lessonWords(locale).plans(Number(value)),
    },
    unit: {
      type: 'string',
      description: (locale) => lessonWords(locale).unitOption,
      maxLength: 400,
      autocomplete: true,
    },
    pace: {
      type: 'string',
      description: (locale) => lessonWords(locale).paceOption,
      choices: PACES,
      choiceLabel: (value, locale) => lessonWords(locale).paces[value as (typeof PACES)[number]],
    },
  },
  needs: 'nothing',
  link: (locale) => lessonWords(locale).link,
  explain: explainLesson,
  result: lessonType,
  async ask({ plan, unit, pace = 'together' }, context, services): Promise<LessonResult> {
    const { units } = knownUnits();
    if (units.length === 0) throw new UserError('no-units');
    if (unit !== undefined) return beginLesson(unitsNamed(unit), pace, context);
    if (plan !== undefined) return beginLesson(planOf(Number(plan) as PlanMinutes, units), pace, context);
    if (pace === 'alone') return beginLesson(planOf(90, units), pace, context);
    return { kind: 'course', underWay: await underWayIn(context, services) };
  },
  view: viewLesson,
  forget: forgetPerson,
  autocomplete: {
    unit: async (typed) =>
      knownUnits()
        .units.map(({ title }) => title)
        .filter((title) => title.toLowerCase().includes(typed.trim().toLowerCase()))
        .slice(0, MAX_SUGGESTIONS),
  },
  actions: {
    'lead-plan-20': beginPlan(20),
    'lead-plan-45': beginPlan(45),
    'lead-plan-90': beginPlan(90),
    alone: {
      kind: 'begin',
      respond: 'private',
      ask: async (_, press) => beginLesson(planOf(90, knownUnits().units), 'alone', press),
    },
    'lead-unit': {
      kind: 'begin',
      respond: 'reply',
      ask: async (_, press) => beginLesson(unitsNamed(press.value ?? ''), 'together', press),
    },
    join: { kind: 'add', ask: join, aside: viewJoined },
    'answer-a': answerWith(pressed),
    'answer-b': answerWith(pressed),
    'answer-c': answerWith(pressed),
    'answer-d': answerWith(pressed),
    answer: { ...answerWith((press) => press.fields.answer ?? ''), form: answerForm },
    order: answerWith((press) => press.choice ?? ''),
    mine: { kind: 'answer', respond: 'private', answer: async (result, press) => viewMine(result, press) },
    'lead-again': { kind: 'look', respond: 'reply', view: viewLesson },
    'lead-on': { kind: 'add', ask: async (_, press) => (latest) => takenOver(lessonOf(latest), press) },
    'lead-next': {
      kind: 'add',
      async ask(result, press, services) {
        const change = await moveBy(1)(result, press, services);
        await rememberUnderWay(press.runId, lessonOf(result), press, services);
        return change;
      },
    },
    'lead-back': { kind: 'add', ask: moveBy(-1) },
    'lead-skip': { kind: 'add', ask: skipUnit },
    'lead-end': { kind: 'add', ask: endLesson },
    'lead-reveal': { kind: 'add', ask: reveal },
    'lead-own': { kind: 'add', keepsWords: true, ask: putOwn, form: ownForm },
    'lead-names': {
      kind: 'add',
      ask: async (result, press) => {
        led(lessonOf(result), press);
        return (latest) => withOtherNames(lessonOf(latest));
      },
    },
    'lead-csv': { kind: 'answer', respond: 'private', answer: async (result, press) => viewExport(result, press) },
  },
});

/** Starts a ready plan, led by who presses. */
function beginPlan(length: PlanMinutes): ActionDefinition<LessonResult> {
  return {
    kind: 'begin',
    respond: 'reply',
    ask: async (_, press) => beginLesson(planOf(length, knownUnits().units), 'together', press),
  };
}

/** Takes an answer, and tells who gave it that it was taken. @param said finds it in the press */
function answerWith(said: (press: AskPress) => string): Extract<ActionDefinition<LessonResult>, { kind: 'add' }> {
  return {
    kind: 'add',
    ask: (result, press, services) => answer(result, press, services, said(press)),
    aside: viewAnswered,
  };
}

/** The option that a button stands for. */
function pressed({ value }: AskPress): string {
  return value?.split('.')[1] ?? '';
}

/** What only who answered is told; who takes the lesson alone sees it at once. */
function viewAnswered(result: LessonResult, { user, value }: AskPress, { locale }: Place): View | undefined {
  const lesson = lessonOf(result);
  if (lesson.pace === 'alone') return undefined;
  const words = lessonWords(locale);
  const station = stationsIn(lesson)[Number.parseInt(value ?? '', 10)];
  if (!isQuestion(station)) return undefined;
  const said = answerOf(lesson, stationKey(station), user);
  return said === undefined ? undefined : { blocks: [text(words.youSaid(sayAnswer(station, said, words.orderEntry)))] };
}

/** What only who joined is told. */
function viewJoined(result: LessonResult, { user }: AskPress, { locale }: Place): View | undefined {
  const member = memberOf(lessonOf(result), user);
  if (member === undefined) return undefined;
  const { name, number } = member;
  return { blocks: [text(lessonWords(locale).youAreIn(name ?? pseudonym(number), name !== undefined))] };
}

/** @throws UserError once the lesson has begun, because people agreed to what it said then */
function withOtherNames(lesson: Lesson): Lesson {
  if (lesson.at > 0 || Object.keys(lesson.people).length > 0) throw new UserError('lesson-names-are-set');
  return { ...lesson, withNames: !lesson.withNames };
}

function viewExport(result: LessonResult, press: AskPress): View {
  const lesson = led(lessonOf(result), press);
  const { csv } = lessonWords(press.locale);
  const { rows, content } = exportLesson(lesson, press.locale);
  return { blocks: [text(csv.said(rows)), file(csv.file, Buffer.from(content))] };
}
