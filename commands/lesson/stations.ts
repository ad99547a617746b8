import { UserError } from '../../src/errors.js';
import type { IdeaQuestion, Step, Unit } from './units/unit.js';

/** Where a lesson can be: one question, or its beginning or end. */
export type Station =
  | { readonly kind: 'start' }
  | { readonly kind: 'before'; readonly unit: Unit; readonly question: IdeaQuestion }
  | { readonly kind: 'step'; readonly unit: Unit; readonly step: Step /** From 1. */; readonly number: number }
  | { readonly kind: 'after'; readonly unit: Unit; readonly question: IdeaQuestion }
  | { readonly kind: 'end' };

/** Where somebody answers. */
export type QuestionStation = Exclude<Station, { kind: 'start' | 'end' }>;

export function isQuestion(station: Station | undefined): station is QuestionStation {
  return station !== undefined && station.kind !== 'start' && station.kind !== 'end';
}

/** What is asked; plain text. */
export function askOf(station: QuestionStation): string {
  return station.kind === 'step' ? station.step.predict.ask : station.question.ask;
}

/** All stations of a lesson, in order. */
export function stationsOf(units: readonly Unit[]): readonly Station[] {
  return [
    { kind: 'start' },
    ...units.flatMap((unit): Station[] => [
      { kind: 'before', unit, question: unit.before },
      ...unit.steps.map((step, at): Station => ({ kind: 'step', unit, step, number: at + 1 })),
      { kind: 'after', unit, question: unit.after },
    ]),
    { kind: 'end' },
  ];
}

/** What answers and outcomes are stored under, such as `tokens.before` or `tokens.2`. */
export function stationKey(station: Station): string {
  switch (station.kind) {
    case 'start':
    case 'end':
      return station.kind;
    case 'step':
      return `${station.unit.id}.${station.number}`;
    default:
      return `${station.unit.id}.${station.kind}`;
  }
}

/**
 * The units of a plan.
 *
 * @throws UserError where one is no longer there
 */
export function unitsOf(plan: readonly string[], known: readonly Unit[]): readonly Unit[] {
  return plan.map((id) => {
    const unit = known.find((one) => one.id === id);
    if (unit === undefined) throw new UserError('lesson-unit-gone', { unit: id });
    return unit;
  });
}
