import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { ModelStage } from '../../src/domain/inside.js';
import type { TextEnd } from '../../src/lesson/record/text-record.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { CameAnswer, CameOfExamples, Continuation, WhatCame } from './what-came.js';

/** What `/tuning` says. Markdown, save for descriptions, labels, names, and what stands in pictures. */
export const tuningWords = defineWords({ en });

/** The first token of one text. */
interface FirstToken {
  /** Who wrote it. */
  readonly who: string;
  /** As markdown. */
  readonly token: string;
  readonly chance: number;
}

/** One text, for the example of **Explain**. */
interface Written {
  readonly stage: ModelStage;
  /** Undefined where the server did not tell. */
  readonly tokens: number | undefined;
  readonly end: TextEnd;
}

function en(language: Language) {
  const { count, percent, plural } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const atLeast = ({ isCut }: CameAnswer) => (isCut ? 'more than ' : '');
  const figure = (came: CameAnswer) => `${atLeast(came)}${count(came.words)}`;
  const inWords = (came: CameAnswer) => `${atLeast(came)}${plural(came.words, { one: 'word', other: 'words' })}`;
  const firstTokens = (list: readonly FirstToken[]) =>
    list.map(({ who, token, chance }) => `${who} began with ${token} (${percent(chance)})`).join(', ');

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Ask one model before and after it learned to answer: base, tuned, preferred',
    prompt: (standard: string) => `A question, or the start of a text (default: ${standard})`,
    /** What is asked where nobody wrote anything. */
    example: 'How does a language model work?',
    tokens: (standard: number) => `How long each text may be, in tokens (default: ${standard})`,
    temperature: (standard: number) =>
      `0: always the likeliest token. Higher: unlikely tokens come more often (default: ${standard})`,
    seed: 'One seed for all texts; the same one gives the same texts again (default: a new one each time)',
    link: 'Base and tuned',
    hint: 'The same words to the model before and after it learned to answer',

    /** What a stage is, in plain text. */
    stages: {
      base: 'Base: continues the text',
      tuned: 'Tuned: answers',
      preferred: 'Preferred: answers as people like it',
    } satisfies Record<ModelStage, string>,
    /** The base model without examples and with them. */
    without: 'Without examples',
    behind: (examples: number) => `After ${count(examples)} examples`,

    /** Plain text in the picture. */
    title: 'What does each model write?',
    examplesTitle: 'Do examples make the base model answer?',
    note: (amount: number | undefined, end: TextEnd | 'broken') =>
      [...(amount === undefined ? [] : [tokens(amount)]), ENDS_EN[end]].join(' · '),

    sentence: ({ base, tuned, preferred, isSame }: WhatCame) => {
      const first = base === undefined ? undefined : CONTINUATIONS_EN[base];
      return [...(first === undefined ? [] : [first]), ...answers(tuned, preferred, isSame)].join(' ');
    },
    /** Where no text is finished. */
    unfinished: 'No text is finished, so there is nothing to compare.',
    examplesSentence: ({ how, goesOn }: CameOfExamples, examples: number) => {
      const after = `With ${count(examples)} examples before it`;
      if (how === 'nothing') return `Even ${small(after)}, **the base model adds nothing**.`;
      if (how === 'question') return `Even ${small(after)}, **the base model goes on with a question**.`;
      const then = goesOn ? ' Then it writes the next words of the human, too.' : '';
      return `${after}, **the base model answers too**: it continues a conversation.${then}`;
    },
    brokeOff: (reason: string) => `**Not every text is finished.** ${plain(reason)}`,

    again: 'Roll again',
    rollAt: (temperature: number) => `Roll at temperature ${temperature}`,
    giveExamples: 'Give it examples',
    /** Details of one text. */
    details: {
      base: 'Details of the base model',
      tuned: 'Details of the tuned model',
      preferred: 'Details of the preferred model',
      without: 'Details without examples',
      examples: 'Details with examples',
    },
    detailsHint: 'What was asked, and what came back',

    /** In **Details**. Over a text. */
    heading: (name: string, model: string) => `**${plain(name)}** · ${inlineCode(model)}`,
    read: '**What the base model read, with the examples:**',
    pending: '-# …',
    breaksOff: (reason: string) => `**It breaks off here.** ${plain(reason)}`,
    ending: (amount: number | undefined, end: TextEnd) =>
      `-# ${[...(amount === undefined ? [] : [tokens(amount)]), LONG_ENDS_EN[end]].join(' · ')}`,

    explain: {
      idea: [
        'All three are **one model at three moments**. **Base** learned which token comes next in texts, so it continues whatever you write.',
        '**Tuned** then learned from conversations that an answer follows a question, and ends. **Preferred** then learned which of two answers people like better: here the short, friendly one.',
      ].join('\n'),
      example: (texts: readonly Written[], first: readonly FirstToken[]) =>
        [
          `${texts.map(({ stage, tokens: amount, end }) => `${NAMES_EN[stage]}: ${lengthOf(amount, end)}`).join('. ')}.`,
          ...(first.length === 0
            ? []
            : [`The first token shows it: ${firstTokens(first)}. Only training made these chances differ.`]),
        ].join('\n'),
      noExample: 'No text is finished here, so there are no numbers to look at.',
      next: 'Put examples of questions with answers before your text. Does the base model answer then?',

      examples: {
        idea: [
          'Nothing inside the model has changed: it still only continues a text. But now the text is a conversation, and behind a question in a conversation an answer is likely.',
          'Such examples in the prompt are called **few-shot prompting**. Tuning puts the habit into the model, so that nobody has to write examples.',
        ].join('\n'),
        example: (first: readonly FirstToken[], asked: string) =>
          [
            ...(first.length === 0 ? [] : [`The first token shows it: ${firstTokens(first)}.`]),
            `All that stands before that token is other text. What the model read ends in ${inlineCode(asked)}.`,
          ].join('\n'),
        next: 'Roll again. Does it answer each time? Who speaks behind the answer?',
      },
      /** Who wrote a first token. */
      who: {
        base: 'the base model',
        tuned: 'the tuned one',
        preferred: 'the preferred one',
        without: 'without examples it',
        behind: 'after them it',
      },
    },
  };

  function answers(tuned: CameAnswer | undefined, preferred: CameAnswer | undefined, isSame: boolean): string[] {
    if (tuned === undefined || preferred === undefined) return [];
    if (tuned.words === 0 && preferred.words === 0) return ['The other two answer nothing.'];
    if (isSame) return [`The other two give **the same answer**, in ${inWords(tuned)}.`];
    const both = `The tuned one answers in **${inWords(tuned)}**, the preferred one in **${figure(preferred)}**`;
    return [`${both}${preferred.words > tuned.words && !tuned.isCut ? ': here it is the longer one' : ''}.`];
  }

  function lengthOf(amount: number | undefined, end: TextEnd): string {
    const wrote = amount === undefined ? '' : `${tokens(amount)}`;
    if (end === 'limit') return `${wrote === '' ? 'It' : `${wrote}, and it`} was cut off at the limit`;
    if (end === 'endpoint') return `${wrote === '' ? 'It' : `${wrote}, and it`} was ended by the server`;
    return wrote === '' ? 'It ended by itself' : `${wrote}, then the token that ends a text`;
  }
}

function small(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

const NAMES_EN: Readonly<Record<ModelStage, string>> = {
  base: '**Base**',
  tuned: '**Tuned**',
  preferred: '**Preferred**',
};

const ENDS_EN: Readonly<Record<TextEnd | 'broken', string>> = {
  model: 'ended',
  limit: 'cut off',
  endpoint: 'ended by the server',
  broken: 'broke off',
};

const LONG_ENDS_EN: Readonly<Record<TextEnd, string>> = {
  model: 'ended by itself',
  limit: 'cut at the limit',
  endpoint: 'ended by the server',
};

/** How a base model went on. */
const CONTINUATIONS_EN: Readonly<Record<Continuation, string>> = {
  nothing: '**The base model adds nothing**: for it, the text ends here.',
  question: '**The base model goes on with a question.**',
  turns: '**The base model goes on with questions and answers.**',
  text: '**The base model goes on as if your words began a text.**',
};
