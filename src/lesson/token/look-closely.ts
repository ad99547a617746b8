import { codeBlock } from '../../discord/markdown.js';
import { type GoOnEntry, type PressTarget, text } from '../../discord/reply.js';
import { type Interval, restOf } from '../../domain/interval.js';
import { UserError } from '../../errors.js';
import { surprisal } from '../../sampling/surprisal.js';
import type { Services } from '../../services.js';
import { hexadecimal } from '../../tokens/visible.js';
import { shorten } from '../../words/shorten.js';
import type { ActionDefinition, AskPress } from '../command/definition.js';
import type { View } from '../command/view.js';
import { findShown } from './find-shown.js';
import type { SeenChoice, SeenToken } from './seen-token.js';
import { tokenWords } from './words.js';

/** More entries push the other commands out of sight. */
const MAX_ENTRIES = 15;

/** A label in an entry, in a heading, and beside its neighbours. */
const MAX_ENTRY_LABEL = 40;
const MAX_HEADING_LABEL = 60;
const MAX_NEIGHBOUR_LABEL = 16;

/** Tokens shown on each side of the one that is looked at. */
const NEIGHBOURS = 3;

/** Other tokens that are shown. */
const MAX_CHOICES = 8;

/** Bytes that are shown; hardly any token has more. */
const MAX_BYTES = 32;

/** More than any token that somebody would type. */
const MAX_TYPED = 100;
const FIELD = 'token';

/**
 * The entries of **Go on with…** that look at one token: one for each of a few, else one that asks which.
 *
 * @param total how many there are, where not all are given
 */
export function tokenEntries(
  tokens: readonly SeenToken[],
  target: Pick<PressTarget, 'action' | 'runId' | 'value'>,
  locale: string,
  total = tokens.length,
): GoOnEntry[] {
  const words = tokenWords(locale);
  if (total === 0) return [];
  if (total > MAX_ENTRIES) return [{ ...target, label: words.anyEntry, description: words.anyHint }];
  return tokens.map((token, at) => ({
    ...target,
    choice: String(at + 1),
    label: words.entry(at + 1, shorten(token.label, MAX_ENTRY_LABEL, 'both')),
    description: hintOf(token, locale),
  }));
}

/** What is known of the tokens of a text, and what stands below the answer, such as the model. */
export interface SeenText {
  readonly tokens: readonly SeenToken[];
  /** Markdown, in one line. */
  readonly smallPrint: string;
}

/**
 * The action behind these entries: it tells who presses one all that is known of a token.
 *
 * @param name of the action
 * @param see finds the tokens; effects as for `answer`
 */
export function lookAtToken<R>(
  name: string,
  see: (result: R, press: AskPress, services: Services) => SeenText | Promise<SeenText>,
): ActionDefinition<R> {
  return {
    kind: 'answer',
    respond: 'private',
    form({ runId, value, choice, locale }) {
      if (choice !== undefined) return undefined;
      const { title, field, placeholder } = tokenWords(locale).form;
      return {
        action: name,
        runId,
        value,
        title,
        fields: [{ id: FIELD, label: field, placeholder, maxLength: MAX_TYPED }],
      };
    },
    async answer(result, press, services) {
      const seen = await see(result, press, services);
      const labels = seen.tokens.map(({ label }) => label);
      return viewToken(seen, findShown(press.choice ?? press.fields[FIELD] ?? '', labels), press.locale);
    },
  };
}

/** One token, and all that is known of it. */
export function viewToken({ tokens, smallPrint }: SeenText, place: number, locale: string): View {
  const token = tokens[place];
  if (token === undefined) throw new UserError('no-such-token-number', { number: place + 1, tokens: tokens.length });
  const words = tokenWords(locale);
  const near = (from: number, to: number) =>
    tokens.slice(Math.max(0, from), to).map(({ label }) => shorten(label, MAX_NEIGHBOUR_LABEL, 'both'));
  const label = shorten(token.label, MAX_HEADING_LABEL, 'both');
  const { choices } = token;
  return {
    blocks: [
      text(
        [
          words.heading(place + 1, tokens.length, label),
          words.context(
            near(place - NEIGHBOURS, place),
            shorten(label, MAX_NEIGHBOUR_LABEL, 'both'),
            near(place + 1, place + 1 + NEIGHBOURS),
          ),
        ].join('\n'),
      ),
      text([...writingLines(token, locale), ...chanceLines(token, locale)].join('\n')),
      ...(choices === undefined
        ? []
        : [text(`${words.choices}\n${codeBlock(choiceLines(choices, locale).join('\n'))}`)]),
      text(`-# ${smallPrint}`),
    ],
  };
}

function hintOf({ id, probability }: SeenToken, locale: string): string | undefined {
  const words = tokenWords(locale);
  if (probability !== undefined && probability !== 'not-told') return words.withChance(probability);
  return id === undefined ? undefined : words.withId(id);
}

/** How it is written: for people, for the model, and in memory. */
function writingLines({ label, id, bytes, partOf, around }: SeenToken, locale: string): string[] {
  const words = tokenWords(locale);
  return [
    ...(around ? [words.around] : []),
    ...(partOf === undefined ? [] : [words.partOf(partOf, !label.includes('⟨'))]),
    ...(label.startsWith('·') ? [words.space] : []),
    ...(label.includes('↵') ? [words.newline] : []),
    id === undefined ? words.idNotTold : words.id(id),
    ...(around && bytes === undefined ? [] : [bytesLine(bytes, locale)]),
  ];
}

function bytesLine(bytes: Uint8Array | undefined, locale: string): string {
  const words = tokenWords(locale);
  if (bytes === undefined) return words.bytesNotTold;
  if (bytes.length === 0) return words.noBytes;
  const rest = bytes.length > MAX_BYTES ? ' …' : '';
  return words.bytes(hexadecimal(bytes.subarray(0, MAX_BYTES)) + rest, bytes.length);
}

function chanceLines({ probability, likelier }: SeenToken, locale: string): string[] {
  const words = tokenWords(locale);
  if (probability === undefined) return [];
  if (probability === 'not-told') return [words.chanceNotTold];
  const rank = likelier === undefined ? [] : [words.likelier(likelier.low, likelier.high)];
  return [[words.chance(probability), ...rank].join(' '), words.surprise(surpriseOf(probability))];
}

function surpriseOf({ low, high }: Interval): Interval {
  return { low: surprisal(Math.log(high)), high: surprisal(Math.log(low)) };
}

/** The likeliest tokens, and the one that stands there where it is listed further down. */
function choiceLines(choices: readonly SeenChoice[], locale: string): string[] {
  const { figures, others, standsHere } = tokenWords(locale);
  const shown = choices.filter(({ stands }, at) => at < MAX_CHOICES || stands);
  const rest = restOf(shown.map(({ probability }) => probability));
  const rows = [...shown, ...(rest.high > 0 ? [{ label: others, probability: rest, stands: false }] : [])];
  const told = rows.map(({ probability: { low, high } }) => figures.percentRange(low, high));
  const width = Math.max(...told.map(({ length }) => length));
  return rows.map(({ label, stands }, at) => {
    const name = shorten(label, MAX_ENTRY_LABEL, 'both');
    return `${(told[at] ?? '').padStart(width)}  ${name}${stands ? `   ${standsHere}` : ''}`;
  });
}
