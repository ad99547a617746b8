import { file, text } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskPress } from '../src/lesson/command/definition.js';
import type { View } from '../src/lesson/command/view.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { freshSeed } from '../src/lesson/options/fresh-seed.js';
import { modelOption, seedOption, temperatureOption } from '../src/lesson/options/options.js';
import { roundTemperature } from '../src/lesson/options/temperatures.js';
import { forgetVote } from '../src/lesson/room/ballot.js';
import { askBest, requestAgain, requestWith } from './prefer/best.js';
import { explainPrefer } from './prefer/explain.js';
import { exportPreferences } from './prefer/export.js';
import { preferInFull } from './prefer/in-full.js';
import {
  type BestResult,
  lastRound,
  MAX_PROMPT,
  type PairsResult,
  type PreferResult,
  preferResult,
  type Source,
} from './prefer/result.js';
import { learnReward } from './prefer/reward.js';
import { addPair, beginPairs } from './prefer/rounds.js';
import { promptForm, viewPrefer } from './prefer/view.js';
import { viewResults, viewResultsSoFar, viewReward } from './prefer/view-results.js';
import { askClass, closePair, vote } from './prefer/voting.js';
import { preferDetailsWords } from './prefer/words/details.js';
import { preferWords } from './prefer/words.js';

/** People choose commands and their options in this language. */
const TOLD_IN = 'en-US';

/** What Discord takes of suggestions. */
const MAX_SUGGESTIONS = 25;

export const prefer = defineCommand({
  name: 'prefer',
  description: (locale) => preferWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => preferWords(locale).prompt(firstQuestion(locale)),
      maxLength: MAX_PROMPT,
      autocomplete: true,
    },
    temperature: { ...temperatureOption, description: (locale) => preferWords(locale).temperature },
    seed: seedOption((locale) => preferWords(locale).seed),
    model: modelOption,
  },
  needs: 'chat',
  leadsTo: ['tuning', 'ask', 'compare', 'tokenize'],
  link: (locale) => preferWords(locale).link,
  hint: (locale) => preferWords(locale).hint,
  explain: explainPrefer,
  result: { version: 1, schema: preferResult },
  askedAt: ({ endpoint }) => endpoint,
  async ask({ prompt, temperature, seed = freshSeed(), model }, context, services) {
    const chosen = temperature === undefined ? undefined : roundTemperature(temperature);
    const request = {
      model: await chosenModel(model, context.channel, services),
      sampling: chosen === undefined ? undefined : { temperature: chosen },
      seed,
    };
    return beginPairs(request, askedIn(prompt, context.locale), context, services);
  },
  from: {
    takes: ({ prompt, asQuestion }) =>
      asQuestion !== undefined &&
      asQuestion.before === undefined &&
      prompt.trim() !== '' &&
      prompt.length <= MAX_PROMPT,
    ask: ({ prompt, model, sampling }, context, services) =>
      beginPairs({ model, sampling, seed: sampling?.seed ?? freshSeed() }, prompt, context, services),
  },
  view: viewPrefer,
  forget: (result, person) =>
    result.kind === 'pairs' ? { ...result, ballot: forgetVote(result.ballot, person) } : result,
  subject(result, value) {
    const { model, sampling } = result;
    const prompt = result.kind === 'best' ? result.prompt : lastRound(result).prompt;
    // What tells who wrote an answer stays away from what is opened while people vote.
    return { prompt, asQuestion: {}, model, sampling, inFull: (locale) => preferInFull(result, value, locale) };
  },
  autocomplete: {
    prompt: async (typed) => {
      const { questions } = preferWords(TOLD_IN);
      return questions
        .filter((one) => one.toLowerCase().includes(typed.trim().toLowerCase()))
        .slice(0, MAX_SUGGESTIONS);
    },
    model: suggestModels,
  },
  actions: {
    // Buttons that say different things need names of their own.
    'vote-a': { kind: 'add', ask: addVote, aside: viewVote },
    'vote-b': { kind: 'add', ask: addVote, aside: viewVote },
    'vote-same': { kind: 'add', ask: addVote, aside: viewVote },
    close: { kind: 'add', ask: async (_, press) => (latest) => closePair(pairsOf(latest), press) },
    class: { kind: 'add', ask: async () => (latest) => askClass(pairsOf(latest)) },
    next: {
      kind: 'move',
      move: (result, press, services) => {
        const pairs = pairsOf(result);
        return addPair(pairs, lastRound(pairs).prompt, press, services);
      },
    },
    prompt: {
      kind: 'move',
      keepsWords: true,
      form: ({ runId, value, locale }) => promptForm({ action: 'prompt', runId, value }, locale),
      move: (result, press, services) => addPair(pairsOf(result), typedIn(press), press, services),
    },
    pair: { kind: 'look', respond: 'update', view: viewPrefer },
    results: { kind: 'look', respond: 'update', view: viewResults },
    counted: { kind: 'look', respond: 'update', view: viewResults },
    'so-far': { kind: 'look', respond: 'private', view: viewResultsSoFar },
    reward: { kind: 'look', respond: 'update', view: viewReward },
    export: { kind: 'answer', respond: 'private', answer: viewExport },
    fresh: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const pairs = pairsOf(result);
        const { model, sampling } = pairs;
        return beginPairs({ model, sampling, seed: freshSeed() }, lastRound(pairs).prompt, press, services);
      },
    },
    best: {
      kind: 'begin',
      respond: 'reply',
      async ask(result, press, services) {
        const pairs = pairsOf(result);
        const reward = learnReward(pairs, sourceIn(press));
        if (reward === undefined) throw new UserError('no-reward');
        return askBest(requestWith(pairs, reward), press, services);
      },
    },
    again: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) => askBest(requestAgain(bestOf(result)), press, services),
    },
    'best-prompt': {
      kind: 'begin',
      respond: 'reply',
      form: ({ runId, locale }) => promptForm({ action: 'best-prompt', runId }, locale),
      ask: (result, press, services) => askBest(requestAgain(bestOf(result), typedIn(press)), press, services),
    },
  },
});

function firstQuestion(locale: string): string {
  return preferWords(locale).questions[0] ?? '';
}

function askedIn(prompt: string | undefined, locale: string): string {
  return prompt === undefined || prompt.trim() === '' ? firstQuestion(locale) : prompt;
}

function typedIn({ fields }: AskPress): string {
  const typed = fields.prompt?.trim() ?? '';
  if (typed === '') throw new UserError('no-prompt');
  return typed.slice(0, MAX_PROMPT);
}

async function addVote(_: PreferResult, press: AskPress): Promise<(latest: PreferResult) => PairsResult> {
  return (latest) => vote(pairsOf(latest), press);
}

/** What only who voted is told. */
function viewVote(_: PreferResult, { value = '' }: AskPress, { locale }: { readonly locale: string }): View {
  const choice = value.split('.')[1];
  return { blocks: [text(preferWords(locale).voted(choice === 'a' || choice === 'b' ? choice : 'same'))] };
}

async function viewExport(result: PreferResult, press: AskPress): Promise<View> {
  const words = preferDetailsWords(press.locale);
  const source = sourceIn(press);
  const exported = exportPreferences(pairsOf(result), source);
  const said = [words.export(exported), ...(source === 'sample' ? [words.exportSample] : []), words.exportFormat];
  return {
    blocks: [
      text(said.join('\n')),
      ...(exported.pairs === 0 ? [] : [file(exported.name, Buffer.from(exported.content))]),
    ],
  };
}

function sourceIn({ value }: Pick<AskPress, 'value'>): Source {
  return value === 'sample' ? 'sample' : 'room';
}

function pairsOf(result: PreferResult): PairsResult {
  if (result.kind !== 'pairs') throw new UserError('not-opened-from-here');
  return result;
}

function bestOf(result: PreferResult): BestResult {
  if (result.kind !== 'best') throw new UserError('not-opened-from-here');
  return result;
}
