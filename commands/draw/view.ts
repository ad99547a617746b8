import type { EndingStacks } from '../../src/charts/kinds/ending-stacks/ending-stacks.js';
import { type GoOnEntry, picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { askedLine } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { type DrawResult, drawnIn } from './result.js';
import { type DrawWords, drawWords } from './words.js';

/** From no luck to much. */
export const TEMPERATURES: readonly number[] = [0, 1, 2];

/** What the menu offers instead. */
export const OTHER_TEMPERATURES: readonly (readonly number[])[] = [
  [0, 1, 2],
  [0, 0.5, 1],
  [1, 1.3, 1.6],
];

/** Shows the endings at each temperature, those that are the same stacked. */
export function viewDraw(result: DrawResult, place: Place): View {
  const { runId, locale } = place;
  const { model, sampling = {}, seed, draws, maxTokens, asQuestion, broken, columns } = result;
  const words = drawWords(locale);
  const cuts = [
    ...(sampling.topK === undefined ? [] : [`top-k ${sampling.topK}`]),
    ...(sampling.topP === undefined ? [] : [`top-p ${sampling.topP}`]),
    ...(sampling.minP === undefined ? [] : [`min-p ${sampling.minP}`]),
  ];
  const settings = [
    ...(asQuestion === undefined ? [] : [words.reply]),
    words.draws(draws, maxTokens),
    ...cuts,
    `seed ${seed}`,
  ];
  return layOut(
    {
      tone: broken === undefined ? 'normal' : 'error',
      asked: askedLine({ asked: result }),
      picture: picture('draw', stacksOf(result, words)),
      sentence: words.came(
        columns.map((column) => ({
          temperature: column.temperature,
          drawn: drawnIn(column),
          different: column.endings.length,
          most: column.endings[0]?.count ?? 0,
        })),
      ),
      notes: broken === undefined ? [] : [words.broken(sentenceOf(broken, locale))],
      buttons: [{ action: 'again', runId, label: words.again, style: 'primary' }],
      goOn: otherEntries(result, runId, words),
      smallPrint: lessonWords(locale).smallPrint(model, settings.join(' · ')),
    },
    place,
  );
}

function stacksOf({ columns, asQuestion }: DrawResult, words: DrawWords): EndingStacks {
  const rows = Math.max(0, ...columns.map(({ endings }) => endings.length));
  return {
    kind: 'ending-stacks',
    title: asQuestion === undefined ? words.title : words.questionTitle,
    columns: columns.map((column) => {
      const total = drawnIn(column);
      return {
        title: words.column(column.temperature),
        caption: words.caption(column.endings.length, total),
        total,
      };
    }),
    endings: Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
      columns.flatMap(({ endings }, column) => {
        const ending = endings[row];
        if (ending === undefined) return [];
        const { text, isCut, count } = ending;
        return [{ label: words.ending(text, isCut), row, column, count, isCut }];
      }),
    ),
  };
}

function otherEntries({ columns }: DrawResult, runId: string, words: DrawWords): GoOnEntry[] {
  const shown = columns.map(({ temperature }) => temperature).join(' ');
  return OTHER_TEMPERATURES.flatMap((temperatures, at): GoOnEntry[] =>
    temperatures.join(' ') === shown
      ? []
      : [{ action: 'at', runId, choice: String(at), label: words.at(temperatures), description: words.atHint }],
  );
}
