import { plain } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import type { Agreement } from '../../src/sampling/agreement.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { shorten } from '../../src/words/shorten.js';
import type { Answer, Choice, Counts, FeatureName, Reward, Source } from './result.js';

/** What `/prefer` says. Markdown, save for descriptions, labels, names, and what stands in pictures. */
export const preferWords = defineWords({ en });

type Writer = Pick<Answer, 'model' | 'stage' | 'temperature'>;

/** What won, with what is to be said of it. */
interface Winner {
  readonly writer: Writer;
  readonly rate: number;
  readonly range: Interval;
}

/** One feature of a reward, with what a step more of it does. */
interface FeatureStep {
  readonly name: FeatureName;
  readonly step: number;
  /** How often the answer with a step more wins, all else equal; in [0, 1]. */
  readonly chance: number;
}

/** Longer names of models leave no room in pictures; characters. */
const MAX_NAME = 24;

function en(language: Language) {
  const { count, percent, plural, number, decimals } = language;
  const votes = (amount: number) => plural(amount, { one: 'vote', other: 'votes' });
  const people = (amount: number) => plural(amount, { one: 'person', other: 'people' });
  const pairs = (amount: number) => plural(amount, { one: 'pair', other: 'pairs' });
  const who = ({ stage, model, temperature }: Writer) => {
    const name = stage === undefined ? shorten(model, MAX_NAME, 'both') : `${stage} model`;
    return `${name}, ${temperature === undefined ? 'its own temperature' : `temperature ${number(temperature)}`}`;
  };
  const wroteIt = ({ stage, model, temperature }: Writer) =>
    `${stage === undefined ? plain(shorten(model, MAX_NAME, 'both')) : `The ${stage} model`} wrote it, at ${temperature === undefined ? 'its own temperature' : `temperature ${number(temperature)}`}.`;
  const end = (share: number) => {
    // What rounds to a half is on one side of it all the same.
    if (share === 0.5 || percent(share) !== percent(0.5)) return percent(share);
    return `just ${share > 0.5 ? 'over' : 'under'} ${percent(0.5)}`;
  };
  const range = ({ low, high }: Interval) => `between ${end(low)} and ${end(high)}`;
  const alsoSame = (same: number) => (same === 0 ? '' : `, and ${count(same)} said “about the same”`);

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Vote on two answers without knowing who wrote them, and teach a reward what you like',
    prompt: (standard: string) => `A question to answer (default: ${standard})`,
    temperature: 'One of the two temperatures that answers are drawn at (default: 0.3 and 1)',
    seed: 'The same seed gives the same pairs again (default: a new one each time)',
    link: 'Prefer',
    hint: 'Two answers without names: which one do people like better?',

    /** Questions that are suggested, the first where nobody wrote one. */
    questions: [
      'Why is the sky blue?',
      'How do I make a friend?',
      'What is a dog?',
      'What should I do when I am sad?',
      'What is a good pet?',
      'Can you tell me a story?',
      'How does a language model work?',
      'Who are you?',
      'How can I learn faster?',
      'Why do birds sing?',
    ],

    writing: 'Two answers are being written…',
    writingMany: (done: number, all: number) => `${count(done)} of ${count(all)} answers are there…`,

    /** Over an answer of a pair. */
    answer: (side: 'A' | 'B', shown: string) => `**${side}**\n${shown}`,
    open: (voted: number, isSame: boolean) =>
      [
        isSame ? 'This time both answers are the same.' : '**Which answer do you like better?**',
        voted === 0 ? 'Only you see how you vote.' : `${people(voted)} voted so far. Only you see how you vote.`,
      ].join(' '),
    classWaits: (size: number) => `-# A sample class votes, too: ${count(size)} invented people.`,

    /** How a pair came out. */
    closed: ({ a, b, same }: Counts, writers: { readonly a: Writer; readonly b: Writer }) => {
      if (a + b + same === 0) return '**Nobody voted on this pair.** The picture tells who wrote which answer.';
      if (a + b === 0) return `**Nobody liked one better**: ${count(same)} said “about the same”.`;
      if (a === b) return `**It is a tie, ${count(a)} to ${count(b)}**${alsoSame(same)}.`;
      const [side, most, least, writer] = a > b ? (['A', a, b, writers.a] as const) : (['B', b, a, writers.b] as const);
      return `**${side} won, ${count(most)} to ${count(least)}**${alsoSame(same)}. ${wroteIt(writer)}`;
    },
    closedTitle: 'Who wrote which answer?',
    /** In the picture. */
    writtenBy: (side: 'A' | 'B', writer: Writer) => `${side}: ${who(writer)}`,
    votes,
    classVoted: ({ a, b, same }: Counts, size: number) =>
      `-# The sample class, ${count(size)} invented people: ${count(a)} for A, ${count(b)} for B, ${count(same)} about the same. It is not counted with your votes.`,
    full: (amount: number) => `-# These are ${pairs(amount)}, as many as one reply holds. Start anew with /prefer.`,
    trouble: (reason: string) => `**The next answers did not come.** ${plain(reason)} What was there stays.`,

    /** What only who voted is told. */
    voted: (choice: Choice) =>
      `${choice === 'same' ? 'You said **about the same**.' : `You voted for **${choice === 'a' ? 'A' : 'B'}**.`} Nobody else sees that. You may change it until the pair is closed.`,

    /** Labels. */
    a: 'A',
    b: 'B',
    same: 'About the same',
    close: 'Close and reveal',
    next: 'Next pair',
    results: 'Results',
    back: 'Back to the pair',
    otherPrompt: 'Another question…',
    otherPromptTitle: 'The next pair answers',
    otherPromptField: 'A question',
    learn: 'Learn a reward',
    best: (many: number) => `Best of ${count(many)}`,
    more: (many: number) => `${count(many)} other answers`,
    entries: {
      resultsSoFar: ['Results so far', 'Of the pairs that are closed; only you see it'],
      askClass: ['Let a sample class vote', '12 invented people who like short, friendly answers'],
      countClass: ['Count the sample class', 'Results of the invented people alone'],
      countRoom: ['Count our votes', 'Results of the real people alone'],
      learn: ['Learn a reward', 'What do the answers have that win?'],
      export: ['Export for training', 'The pairs as a file that a DPO trainer reads; only you get it'],
    } as const,

    smallPrint: (pair: number) => `pair ${count(pair)} · closing it tells who wrote what`,
    closedPrint: (pair: number, models: string) => `pair ${count(pair)} · ${plain(models)}`,
    resultsPrint: (amount: number, voted: number, source: Source) =>
      `${pairs(amount)} · ${votes(voted)}${source === 'sample' ? ' of a sample class: invented people' : ''}`,
    bestPrint: (writer: Writer, seed: number) => `${plain(who(writer))} · seeds from ${count(seed)} on`,

    who,
    capital,
    resultsTitle: (source: Source) =>
      source === 'room' ? 'Who wins the votes?' : 'Who wins the sample class’s votes?',
    ofVotes: (wins: number, all: number) => `${count(wins)} of ${votes(all)}`,
    noVotes: 'No closed pair has a vote yet. **Vote, close the pair, and look again.**',
    sameWriter: 'Both answers of each pair come from the same model and settings, so nobody wins or loses here.',
    noDifference:
      'The two answers of each pair **do not differ** in anything that a reward looks at here, so it learned nothing. **Vote on other pairs.**',
    winner: ({ writer, rate, range: ends }: Winner) =>
      `**${capital(plain(who(writer)))} wins**: ${percent(rate)} of the votes on its pairs. The true share may be anything ${range(ends)}, and all of that is above half.`,
    loser: ({ writer, rate, range: ends }: Winner) =>
      `**${capital(plain(who(writer)))} loses**: ${percent(rate)} of the votes on its pairs. The true share may be anything ${range(ends)}, and all of that is below half.`,
    tooFew: (voted: number) =>
      `**Too few votes to tell** who is better: with ${votes(voted)} the line on every bar reaches across 50%.`,
    agree: ({ share, byChance }: Pick<Agreement, 'share' | 'byChance'>) =>
      `Two people said the same in ${percent(share)} of all cases. By chance it would be ${percent(byChance)}.`,
    invented: '**These people are invented**: a sample class voted.',

    rewardTitle: 'What makes an answer win?',
    /** In the picture: an answer that has a step more of one feature. */
    step: ({ name, step }: Omit<FeatureStep, 'chance'>, unit: Reward['unit']) => STEPS_EN[name](step, unit, language),
    reward: ({ name, step, chance }: FeatureStep, unit: Reward['unit']) =>
      `**${RULES_EN[name][chance > 0.5 ? 'more' : 'less']}**: of two answers that differ in nothing else, the one ${STEPS_EN[name](step, unit, language)} would get ${percent(chance)} of the votes.`,
    noRule:
      'The votes follow **none of these features**. Perhaps people look at what the answers say, and a reward like this cannot.',
    fewPairs: (amount: number) => `From only ${pairs(amount)} it learned little that is sure.`,
    noSurprise: '-# Surprise is left out, because the server does not tell it of every answer.',
    risk: 'It does not read what an answer says.',

    bestTitle: (many: number) => `Which of ${count(many)} answers does the reward like?`,
    ranked: (isBest: boolean, reward: number) => `${isBest ? 'Best' : 'Worst'}: reward ${decimals(reward, 2)}`,
    lengthOf: (amount: number, unit: Reward['unit']) => UNITS_EN[unit](amount, language),
    picked: ({ isShortest, isLongest }: { readonly isShortest: boolean; readonly isLongest: boolean }) => {
      if (isShortest)
        return '**The reward took the shortest answer.** Is it the best one, too? It may have learned no more than “short wins”.';
      if (isLongest)
        return '**The reward took the longest answer.** Is it the best one, too? It may have learned no more than “long wins”.';
      return '**Is the best one really better?** The reward does not read what an answer says: it only looks at a few features.';
    },
    allSame: 'The reward likes all of these answers the same.',
  };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const UNITS_EN: Readonly<Record<Reward['unit'], (amount: number, language: Language) => string>> = {
  tokens: (amount, { plural }) => plural(amount, { one: 'token', other: 'tokens' }),
  words: (amount, { plural }) => plural(amount, { one: 'word', other: 'words' }),
};

/** An answer that has a step more of one feature. */
const STEPS_EN: Readonly<Record<FeatureName, (step: number, unit: Reward['unit'], language: Language) => string>> = {
  length: (step, unit, language) => `${UNITS_EN[unit](step, language)} longer`,
  surprise: (step, _, { plural }) => `more surprising by ${plural(step, { one: 'bit', other: 'bits' })} a token`,
  exclamations: (step, _, { count }) => `with ${count(step)} more “!”`,
  questions: (step, _, { count }) => `with ${count(step)} more “?”`,
};

/** What a feature does, by whether more of it wins. */
const RULES_EN: Readonly<Record<FeatureName, { readonly more: string; readonly less: string }>> = {
  length: { more: 'Longer answers win', less: 'Longer answers lose' },
  surprise: { more: 'Surprising answers win', less: 'Surprising answers lose' },
  exclamations: { more: 'Answers with “!” win', less: 'Answers with “!” lose' },
  questions: { more: 'Answers with “?” win', less: 'Answers with “?” lose' },
};
