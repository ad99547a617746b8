import { type GoOnEntry, type PictureBlock, picture } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { visibleText } from '../../src/tokens/visible.js';
import { analogyBars, gridOf, mapOf, nearestBars } from './pictures.js';
import type { EmbedResult } from './result.js';
import { sentenceOf } from './sentence.js';
import { type EmbedWords, embedWords } from './words.js';

/** Shows texts as the result's sight says: on a map, side by side, what is nearest to one, or where an analogy leads. */
export function viewEmbed(result: EmbedResult, place: Place): View {
  const { runId, revision, locale, isLate = false } = place;
  const { texts, leftOut, model, dimensions, sight, nearest } = result;
  const words = embedWords(locale);
  const here = { runId, value: String(revision) };
  const near = String(nearest?.to ?? 0);
  const others = [
    ...(texts.length > 1
      ? [
          { action: 'map', ...here, label: words.buttons.map },
          { action: 'likeness', ...here, label: words.buttons.likeness },
        ]
      : []),
    // The last one that was looked at, or the first.
    { action: 'nearest', ...here, label: words.buttons.nearest },
    { action: 'analogy', ...here, label: words.buttons.analogy },
  ];
  return layOut(
    {
      asked: askedWords(texts.join(', ')),
      picture: pictureOf(result, words),
      sentence: sentenceOf(result, words),
      notes: [
        ...(leftOut > 0 ? [`-# ${words.onlyFirst(texts.length, leftOut)}`] : []),
        ...(isLate ? [`-# ${lessonWords(locale).late}`] : []),
      ],
      buttons: others.filter(({ action }) => action !== sight),
      goOn: [...nearEntries(result, here, near, words), analogyEntry(here, words)],
      smallPrint: lessonWords(locale).smallPrint(model, words.smallPrint(dimensions)),
    },
    place,
  );
}

function pictureOf(result: EmbedResult, words: EmbedWords): PictureBlock | undefined {
  switch (result.sight) {
    case 'map':
      return picture('map', mapOf(result, words));
    case 'likeness':
      return picture('likeness', gridOf(result, words));
    case 'nearest':
      return picture('nearest', nearestBars(result, words));
    case 'analogy':
      return result.analogy && picture('analogy', analogyBars(result.analogy, words));
  }
}

type Here = Pick<GoOnEntry, 'runId' | 'value'>;

/** One for each text but the one whose nearest are shown. */
function nearEntries({ texts, sight }: EmbedResult, here: Here, near: string, words: EmbedWords): readonly GoOnEntry[] {
  return texts.flatMap((text, at): GoOnEntry[] => {
    const choice = String(at);
    if (sight === 'nearest' && choice === near) return [];
    return [{ action: 'nearest', ...here, choice, label: words.near(visibleText(text)), description: words.nearHint }];
  });
}

function analogyEntry(here: Here, words: EmbedWords): GoOnEntry {
  return { action: 'own-analogy', ...here, label: words.ownAnalogy, description: words.ownAnalogyHint };
}
