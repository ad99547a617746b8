import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { temperatureHere } from '../src/lesson/options/as-set.js';
import { freshSeed } from '../src/lesson/options/fresh-seed.js';
import { seedOption, temperatureOption } from '../src/lesson/options/options.js';
import { MENU_TEMPERATURES, roundTemperature } from '../src/lesson/options/temperatures.js';
import type { Services } from '../src/services.js';
import { askCheckpoints, askNamed, type CheckpointsRequest } from './training/ask.js';
import { explainTraining } from './training/explain.js';
import { trainHere } from './training/home.js';
import { type HomeText, ownText, pastedText, textOf } from './training/home-text.js';
import { trainingInFull } from './training/in-full.js';
import { type TrainingResult, trainingResult } from './training/result.js';
import { DEFAULT_TEMPERATURE, nameForm, pasteForm, viewChances, viewCurve, viewTraining } from './training/view.js';
import { trainingWords } from './training/words.js';

/** Longer texts are shown in part wherever another command starts from them; characters. */
const MAX_SUBJECT = 6000;

export const training = defineCommand({
  name: 'training',
  description: (locale) => trainingWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => trainingWords(locale).prompt(trainingWords(locale).example),
      maxLength: 6000,
    },
    next: { type: 'string', description: (locale) => trainingWords(locale).next, maxLength: 60 },
    temperature: {
      ...temperatureOption,
      description: (locale) => trainingWords(locale).temperature(DEFAULT_TEMPERATURE),
    },
    seed: seedOption((locale) => trainingWords(locale).seed),
  },
  // Where the endpoint cannot be looked into, the embedded model is offered.
  needs: 'nothing',
  leadsTo: ['nextword', 'generate', 'tuning', 'attention', 'surprise', 'tokenize', 'temperature'],
  link: (locale) => trainingWords(locale).link,
  hint: (locale) => trainingWords(locale).hint,
  explain: explainTraining,
  result: { version: 1, schema: trainingResult },
  askedAt: ({ endpoint }) => endpoint,
  ask({ prompt, next, temperature, seed }, context, services) {
    const { example } = trainingWords(context.locale);
    const text = prompt === undefined || prompt.trim() === '' ? example : prompt;
    const chosen = temperature === undefined ? undefined : roundTemperature(temperature);
    const sampling = { temperature: chosen, seed };
    return askCheckpoints(requestFor({ prompt: text, named: namedIn(next), sampling }, context), context, services);
  },
  from: {
    takes: ({ prompt, asQuestion }) => prompt.trim() !== '' && asQuestion === undefined,
    ask: ({ prompt, model, sampling }, context, services) =>
      askCheckpoints(requestFor({ prompt, model, sampling }, context), context, services),
  },
  view: viewTraining,
  subject: subjectOf,
  actions: {
    texts: { kind: 'look', respond: 'update', view: viewTraining },
    chances: { kind: 'look', respond: 'update', view: viewChances },
    curve: { kind: 'look', respond: 'update', view: viewCurve },
    name: {
      kind: 'begin',
      respond: 'reply',
      form: nameForm,
      async ask(result, press, services) {
        const named = namedIn(press.fields.word);
        if (result.kind === 'home' || named === undefined) throw new UserError('not-opened-from-here');
        return { ...result, ...(await askNamed(result, named, press, services)) };
      },
    },
    draw: { kind: 'begin', respond: 'reply', ask: drawAt },
    train: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) => learn(textOf(result.prompt, press.locale), result, press, services),
    },
    paste: {
      kind: 'begin',
      respond: 'reply',
      form: pasteForm,
      ask: (result, press, services) => learn(pastedText(press.fields.text ?? ''), result, press, services),
    },
    again: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        if (result.kind !== 'home') throw new UserError('not-opened-from-here');
        return learn(result, result, press, services);
      },
    },
    own: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) => learn(ownText(press.locale), result, press, services),
    },
    large: {
      kind: 'begin',
      respond: 'reply',
      ask: ({ prompt, model, sampling }, press, services) =>
        askCheckpoints(requestFor({ prompt, model, sampling }, press), press, services),
    },
  },
});

function requestFor(
  asked: Pick<CheckpointsRequest, 'prompt' | 'model' | 'sampling' | 'named'>,
  context: Pick<AskContext, 'rules'>,
): CheckpointsRequest {
  const { temperature = temperatureHere(DEFAULT_TEMPERATURE, context), seed } = asked.sampling ?? {};
  return { ...asked, temperature, seed: temperature === 0 ? seed : (seed ?? freshSeed()) };
}

/** What somebody wrote as the next word; nothing where it is only spaces. */
function namedIn(typed: string | undefined): string | undefined {
  const word = typed?.trim() ?? '';
  return word === '' ? undefined : word;
}

/** The same prompt once more, at a temperature of the menu. */
function drawAt(result: TrainingResult, press: AskPress, services: Services): Promise<TrainingResult> {
  const temperature = MENU_TEMPERATURES.find((one) => String(one) === press.choice);
  if (result.kind === 'home' || temperature === undefined) throw new UserError('not-opened-from-here');
  const { prompt, model, right } = result;
  // Another seed than before, which the same texts would come from.
  const sampling = { ...result.sampling, temperature, seed: undefined };
  return askCheckpoints(requestFor({ prompt, model, sampling, named: right?.named }, press), press, services);
}

/** Has a model trained; where the one that was looked at is asked, there the new one is trained. */
function learn(
  text: HomeText,
  { prompt, model, sampling }: TrainingResult,
  press: AskPress,
  services: Services,
): Promise<TrainingResult> {
  return trainHere({ text: text.text, isOwn: text.isOwn }, { prompt, model, sampling }, press, services);
}

/** The prompt, or the text that was learned. */
function subjectOf(result: TrainingResult): Subject {
  const { model, sampling } = result;
  const prompt = result.kind === 'home' ? result.text.slice(0, MAX_SUBJECT) : result.prompt;
  return { prompt, model, sampling, inFull: (locale) => trainingInFull(result, locale) };
}
