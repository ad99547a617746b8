import { type GoOnEntry, picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { ENCODINGS } from '../../src/tokens/encodings.js';
import type { TokenizeResult, TokenizerCount } from './result.js';
import { type TokenizeWords, tokenizeWords } from './words.js';

/** Shows how many tokens each tokenizer makes of a text. */
export function viewComparison(result: TokenizeResult, place: Place): View {
  const { runId, locale } = place;
  const { text, encoding, comparison: { counts = [], withoutOwn } = {} } = result;
  const words = tokenizeWords(locale);
  const named = counts.map((one) => ({ ...one, ...namesOf(one, words) }));
  // There is most to see where most is cut.
  const [other] = named
    .filter((one) => one.encoding !== encoding && one.encoding !== 'model')
    .toSorted((one, two) => one.count - two.count)
    .slice(-1);
  const { title, unit, unitOfOne, show, showHint } = words.comparison;
  return layOut(
    {
      asked: askedWords(text),
      picture: picture('encodings', {
        kind: 'count-bars',
        title,
        unit,
        unitOfOne,
        bars: named.map(({ encoding: one, name, note, count }) => ({
          label: name,
          note,
          count,
          emphasis: one === encoding,
        })),
      }),
      sentence: sentenceFor(named, words),
      notes: withoutOwn === undefined ? [] : [words.comparison.withoutOwn(sentenceOf(withoutOwn, locale))],
      buttons: other === undefined ? [] : [{ action: 'cut', runId, value: other.encoding, label: show(other.name) }],
      goOn: named
        .filter((one) => one.encoding !== encoding && one !== other)
        .map(
          ({ encoding: one, name, note, count }): GoOnEntry => ({
            action: 'cut',
            runId,
            choice: one,
            label: show(name),
            description: showHint(note, count),
          }),
        ),
      part: 'compare',
      smallPrint: words.tokenizer(result),
    },
    place,
  );
}

/** What an encoding or a tokenizer is called, and which models read text through it. */
function namesOf({ encoding, model = '' }: TokenizerCount, words: TokenizeWords): { name: string; note: string } {
  if (encoding === 'model') return { name: words.comparison.modelsOwn, note: model };
  return { name: encoding, note: ENCODINGS.find(({ name }) => name === encoding)?.models ?? '' };
}

function sentenceFor(
  counts: readonly { readonly name: string; readonly count: number }[],
  { comparison }: TokenizeWords,
): string {
  const [fewest, ...others] = counts.toSorted((one, other) => one.count - other.count);
  const most = others.at(-1);
  if (fewest === undefined) return '';
  if (most === undefined || most.count === fewest.count) return comparison.same(fewest.count);
  return comparison.fewest(fewest.name, fewest.count, most.name, most.count);
}
