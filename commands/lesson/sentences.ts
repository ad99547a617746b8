import { bestOf } from './judge.js';
import { LETTERS } from './letters.js';
import { answersAt } from './people.js';
import type { Answer, Lesson, Outcome } from './result.js';
import { sayAnswer } from './say-answer.js';
import { type QuestionStation, stationKey } from './stations.js';
import { rightAt, saidAt } from './tally.js';
import type { Step } from './units/unit.js';
import { lessonWords } from './words.js';

type StepStation = Extract<QuestionStation, { kind: 'step' }>;
type IdeaStation = Exclude<QuestionStation, StepStation>;

/** What came out, who was right, and why: markdown. */
export function tellTruth(lesson: Lesson, station: StepStation, outcome: Outcome, locale: string): string {
  const { reveal } = lessonWords(locale);
  const { why } = station.step;
  return [
    [truthSentence(station, outcome, locale), rightSentence(lesson, station, locale)].filter(Boolean).join(' '),
    // In a class each person has their own reason behind **My answers**: here the picture has to stay on one screen.
    ...(lesson.pace === 'alone' ? wrongReason(lesson, station, locale) : []),
    why,
    ...(outcome.isElsewhere ? [`-# ${reveal.elsewhere}`] : []),
  ]
    .filter(Boolean)
    .join('\n');
}

/** The right option of a question about an idea, with its reason, and what many thought instead: markdown. */
export function tellIdea(lesson: Lesson, station: IdeaStation, locale: string): string {
  const { reveal } = lessonWords(locale);
  const { question, unit } = station;
  const right = question.options.find(({ isRight }) => isRight);
  return [
    ...(right === undefined ? [] : [reveal.rightOption(right.label, right.because)]),
    rightSentence(lesson, station, locale),
    ...wrongReason(lesson, station, locale),
    ...(unit.sources.length === 0
      ? []
      : [`-# ${reveal.sources(unit.sources.map(({ title, url }) => `[${title}](<${url}>)`))}`]),
  ]
    .filter(Boolean)
    .join('\n');
}

function truthSentence({ step }: StepStation, { truth }: Outcome, locale: string): string {
  const { reveal } = lessonWords(locale);
  const { predict, truth: measured } = step;
  if (truth.kind === 'number') return reveal.number(truth.value, truth.unit);
  if (truth.kind === 'choice') return reveal.choice(optionNamed(predict, truth.item));
  if (predict.kind === 'order') {
    const sign = measured.first === 'least' ? -1 : 1;
    const items = truth.items
      .filter(({ label }) => predict.items.includes(label))
      .toSorted((one, other) => sign * (other.value.low - one.value.low));
    return reveal.order(items.map(({ label }) => label));
  }
  const best = bestOf(truth.items, measured.first);
  const [first] = best;
  if (first === undefined) return '';
  return best.length === 1
    ? reveal.first(first.label, first.value, truth.unit)
    : reveal.firsts(best.map(({ label }) => label));
}

/** The words of the option that stands for an item. */
function optionNamed(predict: Step['predict'], item: string): string {
  const options = predict.kind === 'poll' ? predict.options : [];
  return options.find(({ is }) => 'item' in is && is.item === item)?.label ?? item;
}

function rightSentence(lesson: Lesson, station: QuestionStation, locale: string): string {
  const { reveal, orderEntry } = lessonWords(locale);
  const answers = answersAt(lesson, stationKey(station));
  const isRight = rightAt(lesson, station) ?? (() => false);
  const right = answers.filter((answer) => isRight(answer)).length;
  if (lesson.pace === 'together') return reveal.right(right, answers.length);
  const [answer] = answers;
  if (answer === undefined) return '';
  return right > 0 ? reveal.youWereRight : reveal.youSaid(sayAnswer(station, answer, orderEntry));
}

/** Why what was wrongly said most often is wrong. */
function wrongReason(lesson: Lesson, station: QuestionStation, locale: string): string[] {
  const { reveal, orderEntry } = lessonWords(locale);
  const [most] = saidAt(lesson, station, orderEntry)
    .filter(({ isRight, people }) => !isRight && people > 0)
    .toSorted((one, other) => other.people - one.people);
  const because = most && reasonOf(station, most.answer);
  if (most === undefined || because === undefined) return [];
  return [lesson.pace === 'together' ? reveal.often(most.label, most.people, because) : because];
}

/** What the unit's file says of an option. */
export function reasonOf(station: QuestionStation, answer: Answer): string | undefined {
  const at = LETTERS.indexOf(String(answer));
  if (station.kind !== 'step') return station.question.options[at]?.because;
  const { predict } = station.step;
  return predict.kind === 'poll' ? predict.options[at]?.because : undefined;
}
