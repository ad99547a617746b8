import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import type { Services } from '../src/services.js';
import { fittingAnalogy, nextAnalogy } from './embed/analogies.js';
import { explainEmbed } from './embed/explain.js';
import { analogyForm, readAnalogy } from './embed/form.js';
import { embedInFull } from './embed/in-full.js';
import { look, lookForAnalogy, lookNear } from './embed/look.js';
import { type ReadTexts, readTexts, wordsOf } from './embed/read-texts.js';
import { type EmbedResult, embedResult } from './embed/result.js';
import { viewEmbed } from './embed/view.js';
import { embedWords } from './embed/words.js';

export const embed = defineCommand({
  name: 'embed',
  description: (locale) => embedWords(locale).description,
  options: {
    words: {
      type: 'string',
      description: (locale) => embedWords(locale).texts(embedWords(locale).standard.slice(0, 3).join(', ')),
      maxLength: 6000,
    },
    model: modelOption,
  },
  // Where an endpoint has no embeddings, the embedded model is offered.
  needs: 'nothing',
  leadsTo: ['tokenize', 'nextword'],
  link: (locale) => embedWords(locale).link,
  hint: (locale) => embedWords(locale).hint,
  explain: explainEmbed,
  result: { version: 1, schema: embedResult },
  askedAt: ({ endpoint }) => endpoint,
  ask({ words, model }, context, services) {
    const read = readTexts(words ?? embedWords(context.locale).standard.join(','));
    return lookAt(read, { model }, context, services);
  },
  from: {
    takes: ({ prompt, text = prompt }) => wordsOf(text).texts.length > 1,
    ask: ({ prompt, text = prompt, model, sampling }, context, services) =>
      lookAt(wordsOf(text), { model, sampling }, context, services),
  },
  view: viewEmbed,
  subject(result) {
    const { texts, named: model, sampling } = result;
    return { prompt: texts.join(', '), model, sampling, inFull: (locale) => embedInFull(result, locale) };
  },
  autocomplete: { model: suggestModels },
  actions: {
    map: { kind: 'move', move: showing('map') },
    likeness: { kind: 'move', move: showing('likeness') },
    nearest: {
      kind: 'move',
      move: (result, press, services) => lookNear(result, chosenText(result, press), press, services),
    },
    analogy: {
      kind: 'move',
      move: (result, press, services) =>
        lookForAnalogy(result, fittingAnalogy(result.texts, press.locale), press, services),
    },
    'own-analogy': {
      kind: 'move',
      keepsWords: true,
      form: ({ locale, ...target }) => analogyForm(target, locale),
      move: (result, press, services) => lookForAnalogy(result, readAnalogy(press.fields), press, services),
    },
    try: { kind: 'begin', respond: 'reply', ask: tryOut },
  },
});

function showing(sight: EmbedResult['sight']): (result: EmbedResult) => EmbedResult {
  return (result) => ({ ...result, sight });
}

/** Asks the model that somebody chose; where nobody did, the base model of an endpoint that says which one it is. */
async function lookAt(
  read: ReadTexts,
  { model, sampling }: { readonly model: string | undefined } & Pick<EmbedResult, 'sampling'>,
  context: AskContext,
  services: Services,
): Promise<EmbedResult> {
  const chosen = await chosenModel(model, context.channel, services);
  const asked = chosen ?? (await services.inside.stages(context.signal))?.base;
  return look({ ...read, named: model, asked, sampling }, context, services);
}

/** The text of the entry that was chosen; of the button, the last one that was looked at, or the first. */
function chosenText({ texts, nearest }: EmbedResult, { choice }: AskPress): number {
  const at = choice === undefined ? (nearest?.to ?? 0) : Number(choice);
  if (!(at in texts)) throw new UserError('not-one-entry');
  return at;
}

/** The same words in another way, as a reply of its own. */
async function tryOut(result: EmbedResult, press: AskPress, services: Services): Promise<EmbedResult> {
  const [sight, at] = (press.value ?? '').split('.');
  if (sight === 'likeness') return { ...result, sight };
  if (sight === 'nearest') return lookNear(result, Number(at), press, services);
  const shown = result.sight === 'analogy' ? result.analogy : undefined;
  const asked = shown ? nextAnalogy(shown.terms, press.locale) : fittingAnalogy(result.texts, press.locale);
  return lookForAnalogy(result, asked, press, services);
}
