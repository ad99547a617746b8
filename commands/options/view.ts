import type { ProbabilityBars } from '../../src/charts/kinds/probability-bars/probability-bars.js';
import { type Form, type GoOnEntry, picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { askedLine } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { type AllFigures, type AnswerFigures, figuresOf } from './figures.js';
import { MAX_WRITTEN, spellingsOf } from './read-answers.js';
import type { OptionsResult } from './result.js';
import { markedName, nameOf, optionsSentence } from './sentence.js';
import { type OptionsWords, optionsWords } from './words.js';

/** The field of the form for other answers. */
export const ANSWERS_FIELD = 'answers';

/** On a button. */
const MAX_BUTTON = 12;

/** Shows how likely each answer is, of all that are compared and by itself. */
export function viewOptions(result: OptionsResult, place: Place): View {
  const { runId, locale } = place;
  const words = optionsWords(locale);
  const figures = figuresOf(result);
  const respelled = respelledOf(figures);
  return layOut(
    {
      asked: askedLine({ asked: result }),
      picture: picture('options', barsOf(figures, words)),
      sentence: optionsSentence(figures, words),
      notes: notesOf(result, figures, words, locale),
      buttons: [
        { action: 'change', runId, label: words.change, style: 'primary' },
        ...(respelled === undefined
          ? []
          : [{ action: 'spell', runId, label: words.spellings(shorten(nameOf(respelled.text), MAX_BUTTON, 'both')) }]),
      ],
      goOn: [...lookEntries(result, figures, runId, words), otherWay(result, runId, words)],
      smallPrint: lessonWords(locale).smallPrint(result.model, result.asQuestion && words.reply),
    },
    place,
  );
}

/** The likeliest answer, where it can be spelled otherwise. */
export function respelledOf({ answers }: Pick<AllFigures, 'answers'>): AnswerFigures | undefined {
  const [first] = answers;
  return first === undefined || spellingsOf(first.text) === undefined ? undefined : first;
}

/** The form that asks for other answers. */
export function answersForm({ runId, locale }: { readonly runId: string; readonly locale: string }): Form {
  const words = optionsWords(locale);
  return {
    action: 'change',
    runId,
    title: words.changeTitle,
    fields: [{ id: ANSWERS_FIELD, label: words.changeField, placeholder: words.standard, maxLength: MAX_WRITTEN }],
  };
}

function barsOf({ answers }: AllFigures, words: OptionsWords): ProbabilityBars {
  return {
    kind: 'probability-bars',
    title: words.title,
    subtitle: words.subtitle(answers.length),
    contents: words.contents(answers.length),
    bars: answers.map(({ text, share, logprob }) => ({
      label: visibleText(text).replaceAll('·', ' '),
      probability: share ?? { low: 0, high: 1 },
      state: 'kept',
      note: words.own(logprob),
    })),
  };
}

function notesOf(
  { repeated, notices }: OptionsResult,
  { answers, within }: AllFigures,
  words: OptionsWords,
  locale: string,
): string[] {
  const textOf = (at: number) => markedName(answers.find((answer) => answer.at === at)?.text ?? '');
  const [pair] = within;
  return [
    ...(pair === undefined ? [] : [`-# ${words.within(textOf(pair.longer), textOf(pair.shorter))}`]),
    ...(repeated.length === 0 ? [] : [`-# ${words.repeated(repeated.map(nameOf))}`]),
    ...notices.filter(({ code }) => code === 'thinks-first').map((notice) => `-# ${sentenceOf(notice, locale)}`),
  ];
}

function lookEntries(
  { answers: given }: OptionsResult,
  { answers }: AllFigures,
  runId: string,
  words: OptionsWords,
): GoOnEntry[] {
  return given.flatMap(({ text, tokens }, at): GoOnEntry[] => {
    const logprob = answers.find((answer) => answer.at === at)?.logprob;
    if (logprob === undefined) return [];
    const description = words.lookHint(tokens.length, logprob);
    return [{ action: 'look', runId, choice: String(at), label: words.look(nameOf(text)), description }];
  });
}

function otherWay({ asQuestion }: OptionsResult, runId: string, words: OptionsWords): GoOnEntry {
  return asQuestion === undefined
    ? { action: 'restyle', runId, choice: 'question', label: words.asQuestion, description: words.asQuestionHint }
    : { action: 'restyle', runId, choice: 'text', label: words.asText, description: words.asTextHint };
}
