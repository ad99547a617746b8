import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskPress } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import type { Services } from '../src/services.js';
import { explainAttention } from './attention/explain.js';
import { readPair, readToken, swapForm, tokenForm } from './attention/forms.js';
import { attentionInFull } from './attention/in-full.js';
import { look, lookAtSwap, lookBy } from './attention/look.js';
import { type AttentionResult, attentionResult, SIGHTS, type Sight } from './attention/result.js';
import { proposedPair, wordsOf } from './attention/swap-words.js';
import { viewAttention } from './attention/view.js';
import { attentionWords } from './attention/words.js';

export const attention = defineCommand({
  name: 'attention',
  description: (locale) => attentionWords(locale).description,
  options: {
    text: {
      type: 'string',
      description: (locale) => attentionWords(locale).text(attentionWords(locale).example),
      maxLength: 6000,
      orFile: true,
    },
    model: modelOption,
  },
  // Where an endpoint shows nothing of its inside, the embedded model is offered.
  needs: 'nothing',
  leadsTo: ['nextword', 'generate', 'surprise', 'tokenize', 'embed', 'training'],
  link: (locale) => attentionWords(locale).link,
  explain: explainAttention,
  result: { version: 1, schema: attentionResult },
  askedAt: ({ endpoint }) => endpoint,
  async ask({ text = '', model: named }, context, services) {
    const model = await chosenModel(named, context.channel, services);
    const looked = text === '' ? attentionWords(context.locale).example : text;
    return look({ text: looked, model, isNamed: named !== undefined }, context, services);
  },
  from: {
    takes: ({ prompt }) => prompt !== '',
    ask: ({ prompt: text, model, sampling }, context, services) => look({ text, model, sampling }, context, services),
  },
  view: viewAttention,
  subject(result) {
    const { text: prompt, transformer: model, endpoint, sampling } = result;
    return { prompt, model, endpoint, sampling, inFull: (locale) => attentionInFull(result, locale) };
  },
  autocomplete: { model: suggestModels },
  actions: {
    arcs: { kind: 'move', move: showing('arcs') },
    grid: { kind: 'move', move: showing('grid') },
    layers: { kind: 'move', move: showing('layers') },
    swap: { kind: 'move', move: swapProposed },
    'swap-others': {
      kind: 'move',
      keepsWords: true,
      form: ({ choice, locale, ...target }) => swapForm(target, choice, locale),
      move: (result, press, services) => lookAtSwap(result, readPair(press.fields, result.text), press, services),
    },
    head: { kind: 'move', move: changeHead },
    'from-token': {
      kind: 'move',
      keepsWords: true,
      form: ({ locale, ...target }) => tokenForm(target, locale),
      move: (result, { fields }) => ({ ...result, from: readToken(fields, result), sight: seenFrom(result.sight) }),
    },
    try: { kind: 'begin', respond: 'reply', ask: tryOut },
  },
});

function showing(sight: Sight): (result: AttentionResult) => AttentionResult {
  return (result) => ({ ...result, sight });
}

/** Where one token looks, layers and swaps do not show. */
function seenFrom(sight: Sight): Sight {
  return sight === 'grid' ? 'grid' : 'arcs';
}

function swapProposed(result: AttentionResult, press: AskPress, services: Services): Promise<AttentionResult> {
  const pair = proposedPair(wordsOf(result.text));
  if (pair === undefined) throw new UserError('no-words-to-swap');
  return lookAtSwap(result, pair, press, services);
}

function changeHead(result: AttentionResult, press: AskPress, services: Services): Promise<AttentionResult> {
  const [layer = Number.NaN, head = Number.NaN] = (press.choice ?? '').split('.').map(Number);
  const { layers, heads, sight } = result;
  if (!(layer >= 0 && layer < layers && head >= 0 && head < heads)) throw new UserError('not-one-entry');
  const seen = { ...result, sight: sight === 'layers' ? ('arcs' as const) : sight };
  return lookBy(seen, { layer, head }, press, services);
}

/** The same text in another way, as a reply of its own. */
async function tryOut(result: AttentionResult, press: AskPress, services: Services): Promise<AttentionResult> {
  const sight = SIGHTS.find((one) => one === press.value) ?? 'arcs';
  return sight === 'swap' ? swapProposed(result, press, services) : { ...result, sight };
}
