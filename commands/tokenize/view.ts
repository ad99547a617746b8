import { plain } from '../../src/discord/markdown.js';
import { type Button, picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { tokenEntries } from '../../src/lesson/token/look-closely.js';
import type { SeenToken } from '../../src/lesson/token/seen-token.js';
import { visibleText } from '../../src/tokens/visible.js';
import type { ShownToken, TokenizeResult } from './result.js';
import { tokenCount } from './result.js';
import { type Caption, tokenStrip } from './strip.js';
import { viewComparison } from './view-comparison.js';
import { whatIsSeen } from './what-is-seen.js';
import { tokenizeWords } from './words.js';

/** Shows a text's tokens with their ids, or where tokenizers are compared, how many tokens each makes of it. */
export function viewTokenize(result: TokenizeResult, place: Place): View {
  return result.comparison === undefined ? viewTokens(result, place, 'ids') : viewComparison(result, place);
}

/** Shows the tokens with their ids. */
export function viewIds(result: TokenizeResult, place: Place): View {
  return viewTokens(result, place, 'ids');
}

/** The same with the bytes under each token. */
export function viewBytes(result: TokenizeResult, place: Place): View {
  return viewTokens(result, place, 'bytes');
}

function viewTokens(result: TokenizeResult, place: Place, caption: Caption): View {
  const { runId, locale, page } = place;
  const { text, tokens, groups, counts, around, notices } = result;
  const words = tokenizeWords(locale);
  const all = tokenCount(result);
  const other: Button =
    caption === 'ids'
      ? { ...place.turn(page, 'bytes'), label: words.showBytes }
      : { ...place.turn(page, 'ids'), label: words.showIds };
  return layOut(
    {
      asked: askedWords(text),
      picture: picture('tokens', tokenStrip(result, caption, words)),
      sentence:
        caption === 'ids'
          ? words.sentence(counts, around, whatIsSeen(result))
          : words.bytesSentence(counts, groups.length > 0),
      notes: [
        ...(around !== 'nothing' && counts.around === 0 ? [`-# ${words.putsNothing}`] : []),
        ...notices.map((notice) => `-# ${plain(sentenceOf(notice, locale))}`),
        ...(tokens.length < all ? [words.onlyFirst(tokens.length, all)] : []),
      ],
      buttons: [other, { action: 'compare', runId, label: words.compare }],
      goOn: tokenEntries(
        tokens.map((token) => seenToken(token, groups)),
        { action: 'token', runId },
        locale,
        all,
      ),
      part: caption === 'bytes' ? caption : undefined,
      smallPrint: words.tokenizer(result),
    },
    place,
  );
}

/** A token, to be looked at closely. */
export function seenToken({ label, id, bytes, group, around }: ShownToken, groups: readonly string[]): SeenToken {
  const character = groups[group ?? -1];
  return { label, id, bytes, around, partOf: character === undefined ? undefined : visibleText(character) };
}
