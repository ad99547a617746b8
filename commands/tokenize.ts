import { z } from 'zod';
import { defineCommand, type Press } from '../src/discord/command.js';
import type { Reply } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { chosenModel, modelOption, suggestModels } from '../src/lesson/options/sampling-options.js';
import { defineStoredRun } from '../src/lesson/stored/stored-run.js';
import type { Services } from '../src/services.js';
import { ENCODINGS, encodingLabel } from '../src/tokens/encodings.js';
import type { EncodingName } from '../src/tokens/token.js';
import { compareTokenizers } from './tokenize/compare.js';
import { type Around, type CutRequest, cutText } from './tokenize/cut.js';
import { presentList, presentTokens, type View } from './tokenize/view.js';

const DEFAULT_ENCODING: EncodingName = 'o200k_base';

const OWN_TOKENIZER = 'the model’s own tokenizer';

const storedRun = defineStoredRun(
  'tokenize',
  z.object({
    text: z.string(),
    encoding: z.enum(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base', 'model']),
    model: z.string().optional(),
    around: z.enum(['nothing', 'special', 'chat']).optional(),
  }),
);

export const tokenize = defineCommand({
  name: 'tokenize',
  description: 'Cut a text into the tokens a language model reads',
  options: {
    text: { type: 'string', description: 'The text to cut', required: true, maxLength: 6000 },
    encoding: {
      type: 'string',
      description: 'The tokenizer to cut with (default: o200k_base)',
      choices: {
        ...(Object.fromEntries(ENCODINGS.map(({ name }) => [encodingLabel(name), name])) as Record<
          string,
          EncodingName
        >),
        [OWN_TOKENIZER]: 'model',
      } as Record<string, EncodingName | 'model'>,
    },
    around: {
      type: 'string',
      description: 'What the model gets with the text; for its own tokenizer only (default: the text alone)',
      choices: {
        'the text alone': 'nothing',
        'with special tokens': 'special',
        'with the chat template': 'chat',
      } as Record<string, Around>,
    },
    model: { ...modelOption, description: 'Whose own tokenizer cuts (default: the channel’s model, see /model)' },
  },
  run: async ({ options, channel, signal }, services) => {
    const { text, around, model, encoding = DEFAULT_ENCODING } = options;
    if (encoding !== 'model') {
      checkAlone(around, model);
      return start({ text, encoding }, signal, services);
    }
    return start({ text, encoding, around, model: await chosenModel(model, channel, services) }, signal, services);
  },
  autocomplete: { model: suggestModels },

  messageMenu: {
    name: 'Tokenize',
    run: ({ text, signal }, services) => {
      if (text === '') {
        throw new UserError('That message has no text, only a picture or the like. Try it on a message with words.');
      }
      return start({ text, encoding: DEFAULT_ENCODING }, signal, services);
    },
  },

  actions: {
    bytes: { respond: 'update', run: (press, services) => again(press, 'bytes', services) },
    ids: { respond: 'update', run: (press, services) => again(press, 'ids', services) },
    compare: { respond: 'reply', run: compare },
    list: { respond: 'private', run: list },
  },
});

function checkAlone(around: Around | undefined, model: string | undefined): void {
  const way = `Choose ${OWN_TOKENIZER} as the encoding too.`;
  if (around !== undefined && around !== 'nothing') {
    throw new UserError(`An encoding cuts the text alone: what stands around it is a model’s own. ${way}`);
  }
  if (model !== undefined) throw new UserError(`An encoding cuts a text the same way for every model. ${way}`);
}

async function start(request: CutRequest, signal: AbortSignal, services: Services): Promise<Reply> {
  const cut = await cutText(request, signal, services);
  // The default can be another model by the time of a press.
  const runId = await storedRun.create(services, { ...request, model: cut.model });
  return presentTokens({ cut, around: request.around ?? 'nothing', runId, view: 'ids' }, signal, services);
}

async function again(press: Press, view: View, services: Services): Promise<Reply> {
  const request = (await storedRun.load(services, press.runId)).payload;
  const cut = await cutText(request, press.signal, services);
  const around = request.around ?? 'nothing';
  return presentTokens({ cut, around, runId: press.runId, view }, press.signal, services);
}

async function compare({ runId, channel, signal }: Press, services: Services): Promise<Reply> {
  const request = (await storedRun.load(services, runId)).payload;
  return compareTokenizers(
    { ...request, model: await chosenModel(request.model, channel, services) },
    signal,
    services,
  );
}

async function list({ runId, signal }: Press, services: Services): Promise<Reply> {
  return presentList(await cutText((await storedRun.load(services, runId)).payload, signal, services));
}
