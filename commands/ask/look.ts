import { codeBlock } from '../../src/discord/markdown.js';
import { type Form, type GoOnEntry, type PressTarget, text } from '../../src/discord/reply.js';
import { othersThan } from '../../src/domain/find-token.js';
import type { SampledToken } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { View } from '../../src/lesson/command/view.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { markedTokenName, tokenName } from '../../src/lesson/text/token-name.js';
import { surprisal } from '../../src/sampling/surprisal.js';
import { hexadecimal } from '../../src/tokens/visible.js';
import { otherOf } from './sure-sentence.js';
import { drawnPlaces, toldChance } from './sureness.js';
import { askWords } from './words.js';

/** More entries than this are a list nobody reads; the others are reached by their number or text. */
const MAX_ENTRIES = 12;

/** What the menu chooses where a form asks for the token. */
const TYPED = 'typed';

/** The tokens that a reply's menu looks at: all of a short one, else the least likely ones and any other by its number. */
export function lookEntries(tokens: readonly SampledToken[], { runId, locale }: Place): GoOnEntry[] {
  const words = askWords(locale);
  const to = { action: 'look', runId };
  const shown = drawnPlaces(tokens)
    .sort((one, other) => one.chance - other.chance)
    .slice(0, MAX_ENTRIES)
    .sort((one, other) => one.number - other.number);
  return [
    ...shown.map((one) => {
      const other = otherOf(one, locale);
      return {
        ...to,
        choice: String(one.number),
        label: words.lookAt(one.number, tokenName(one.token, locale), one.chance),
        description: other && words.insteadOf(tokenName(one.other ?? one.token, locale), other.chance),
      };
    }),
    ...(shown.length === tokens.length
      ? []
      : [{ ...to, choice: TYPED, label: words.lookAtAny, description: words.lookAtAnyHint }]),
  ];
}

/** The form that asks for a token, where none was chosen. */
export function lookForm({
  runId,
  choice,
  locale,
}: Pick<PressTarget, 'runId'> & { choice?: string | undefined; locale: string }): Form | undefined {
  if (choice !== TYPED) return undefined;
  const words = askWords(locale);
  return {
    action: 'look',
    runId,
    title: words.lookAtAny.slice(0, -1),
    fields: [{ id: 'token', label: words.lookField, placeholder: '7', maxLength: 100 }],
  };
}

/**
 * All that is known of one token.
 *
 * @param asked its number from 1 on, or a text that it has
 * @throws UserError where there is no such token
 */
export function viewToken(tokens: readonly SampledToken[], asked: string, locale: string): View {
  const words = askWords(locale);
  const number = numberOf(tokens, asked.trim());
  const token = tokens[number - 1];
  if (token === undefined) throw new UserError('no-such-token-of-reply', { tokens: tokens.length });
  const chance = toldChance(token);
  const others = othersThan(token.alternatives, token).map((one) => {
    const share = toldChance(one);
    return words.lookLine(tokenLabel(one), share);
  });
  const bytes = token.bytes ?? (token.text.includes('\uFFFD') ? undefined : Buffer.from(token.text));
  return {
    blocks: [
      text(
        [
          words.lookTitle(number, markedTokenName(token, locale)),
          words.lookFacts({
            id: token.id,
            bytes: bytes === undefined || bytes.length === 0 ? undefined : hexadecimal(bytes.subarray(0, MAX_BYTES)),
            chance,
            surprise: chance === undefined ? undefined : surprisal(token.logprob),
          }),
        ].join('\n'),
      ),
      ...(others.length === 0 ? [] : [text(words.lookOthers(codeBlock(others.join('\n'))))]),
    ],
  };
}

const MAX_BYTES = 32;

function numberOf(tokens: readonly SampledToken[], asked: string): number {
  if (/^\d{1,6}$/.test(asked) && Number(asked) >= 1 && Number(asked) <= tokens.length) return Number(asked);
  const wanted = asked.replace(/^·/, ' ').toLowerCase();
  const exact = tokens.findIndex(({ text: one }) => one.trim().toLowerCase() === wanted.trim() && wanted.trim() !== '');
  return exact + 1;
}
