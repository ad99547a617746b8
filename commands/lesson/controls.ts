import type { Button, GoOnEntry } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { positionOf } from './position.js';
import type { Lesson } from './result.js';
import { lessonWords } from './words.js';

/** For whom buttons are, and of which lesson. */
export type LeadPlace = Pick<Place, 'runId' | 'locale'>;

/** What who leads can press. */
type LeadAction = 'next' | 'reveal';

/** The label of what only who leads can press: it is marked where others see it too. */
export function leadLabel({ pace }: Lesson, label: string, locale: string): string {
  return pace === 'together' ? `${lessonWords(locale).lead.mark}${label}` : label;
}

/** The button of who leads; its label says what it does unless another one is given. */
export function leadButton(
  lesson: Lesson,
  action: LeadAction,
  { runId, locale }: LeadPlace,
  label = lessonWords(locale).lead[action],
): Button {
  const shown = leadLabel(lesson, label, locale);
  return { action: `lead-${action}`, runId, value: positionOf(lesson), label: shown, style: 'primary' };
}

/** Entries of the menu at every station. */
export function lessonEntries(
  lesson: Lesson,
  { runId, locale }: Place,
  { hasOwn = false, isOver = false }: { readonly hasOwn?: boolean; readonly isOver?: boolean } = {},
): GoOnEntry[] {
  const words = lessonWords(locale);
  const { lead } = words;
  const isClass = lesson.pace === 'together';
  const label = (text: string) => leadLabel(lesson, text, locale);
  const on = { runId, value: positionOf(lesson) };
  return [
    { action: 'mine', runId, label: words.mine, description: words.mineHint },
    ...(hasOwn ? [{ action: 'lead-own', ...on, label: label(lead.own), description: lead.ownHint }] : []),
    ...(lesson.at === 0 ? [] : [{ action: 'lead-back', ...on, label: label(lead.back), description: lead.backHint }]),
    ...(isOver
      ? []
      : [
          { action: 'lead-skip', ...on, label: label(lead.skip), description: lead.skipHint },
          { action: 'lead-end', ...on, label: label(lead.end), description: lead.endHint },
        ]),
    ...(isClass
      ? [
          { action: 'lead-again', runId, label: words.repost, description: words.repostHint },
          { action: 'lead-on', ...on, label: lead.takeOver, description: lead.takeOverHint },
        ]
      : []),
  ];
}
