import type { Button, GoOnEntry } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { positionOf } from './position.js';
import type { Lesson } from './result.js';
import { lessonWords } from './words.js';

/** For whom buttons are, and of which lesson. */
export type LeadPlace = Pick<Place, 'runId' | 'locale'>;

/** What who leads can press. */
type LeadAction = 'next' | 'reveal';

/** The buttons of who leads; marked where others see them too. */
export function leadButtons(lesson: Lesson, actions: readonly LeadAction[], { runId, locale }: LeadPlace): Button[] {
  const { lead } = lessonWords(locale);
  const mark = lesson.pace === 'together' ? lead.mark : '';
  return actions.map((action, at) => ({
    action: `lead-${action}`,
    runId,
    value: positionOf(lesson),
    label: `${mark}${lead[action]}`,
    style: at === 0 ? 'primary' : 'secondary',
  }));
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
  const mark = isClass ? lead.mark : '';
  const on = { runId, value: positionOf(lesson) };
  return [
    { action: 'mine', runId, label: words.mine, description: words.mineHint },
    ...(hasOwn ? [{ action: 'lead-own', ...on, label: `${mark}${lead.own}`, description: lead.ownHint }] : []),
    ...(lesson.at === 0
      ? []
      : [{ action: 'lead-back', ...on, label: `${mark}${lead.back}`, description: lead.backHint }]),
    ...(isOver
      ? []
      : [
          { action: 'lead-skip', ...on, label: `${mark}${lead.skip}`, description: lead.skipHint },
          { action: 'lead-end', ...on, label: `${mark}${lead.end}`, description: lead.endHint },
        ]),
    ...(isClass
      ? [
          { action: 'lead-again', runId, label: words.repost, description: words.repostHint },
          { action: 'lead-on', ...on, label: lead.takeOver, description: lead.takeOverHint },
        ]
      : []),
  ];
}
