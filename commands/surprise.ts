import { defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import { buttons, type Reply, status, text } from '../src/discord/reply.js';
import type { ScoredSoFar, ScoredText, ScoredTextToken } from '../src/domain/scored-text.js';
import { UserError } from '../src/errors.js';
import { TAKES_NO_TEMPERATURE } from '../src/lesson/asking/reply-scale.js';
import { presentEvenStopped, reasonOf } from '../src/lesson/asking/stopped.js';
import { explainAction, explainButton } from '../src/lesson/explain.js';
import { lookAction, lookButtons } from '../src/lesson/looks.js';
import { chosenModel, modelOption, suggestModels } from '../src/lesson/options/sampling-options.js';
import { defineReplay } from '../src/lesson/record/card.js';
import { quote } from '../src/lesson/text/quote.js';
import type { Services } from '../src/services.js';
import { plural } from '../src/words/plural.js';
import { averageOf } from './surprise/facts.js';
import { surpriseFile } from './surprise/list.js';
import { presentSurprise, type SurpriseSight } from './surprise/view.js';

/** A text from elsewhere can be longer than an option takes. */
const MAX_CHARACTERS = 6000;

const LESSON = {
  idea: 'Before each token the model gives **every** token a probability. The less likely the one that then stands in the text, the more it surprises. Its **surprisal** is −log₂ of its probability, in bits: a coin flip (50%) is 1 bit, one chance in four is 2 bits, and a token that is certain has 0. Half as likely is one bit more.\n**Bits per token** is the mean. **Perplexity** is 2 to that power: how many equally likely tokens would be as hard to foresee.',
  example:
    'The model reads `The sky is blue`. Say it gave `·sky` 12.5%, which is 1 in 8 or 3 bits, `·is` 50%, which is 1 bit, and `·blue` 25%, which is 2 bits. Together 6 bits, so 2 bits per token, and the perplexity is 2 × 2 = 4. Had `·green` come with 1 in 1,024: 10 bits.',
  next: '`/surprise text:The cat sat on the democracy` to see one odd word stand out. In the menu of any message, under **Apps**, is **How surprising?** too. `/nextword` shows what the model expects instead.',
};

const replay = defineReplay('surprise');

export const surprise = defineCommand({
  name: 'surprise',
  description: 'Colour a text by how likely the model found each of its tokens',
  options: {
    text: { type: 'string', description: 'The text to look at', required: true, maxLength: MAX_CHARACTERS },
    model: modelOption,
  },
  run: ({ options, ...context }, services) => start(options.text, options.model, context, services),
  autocomplete: { model: suggestModels },

  messageMenu: {
    name: 'How surprising?',
    run: ({ text: source, ...context }, services) => {
      if (source === '') {
        throw new UserError('That message has no text, only a picture or the like. Try it on a message with words.');
      }
      return start(source, undefined, context, services);
    },
  },

  actions: {
    list: { respond: 'private', run: showList },
    ...replay.actions,
    ...explainAction(LESSON),
    ...lookAction(({ prompt, model }, context, services) => start(prompt, model, context, services)),
  },
});

/** Scores a text and shows how surprising it was; of a scoring that breaks off, what there is. */
async function start(
  whole: string,
  named: string | undefined,
  context: RunContext,
  services: Services,
): Promise<Reply> {
  const { signal } = context;
  const model = await chosenModel(named, context.channel, services);
  const sight = await score(beginningOf(whole), whole.length, model, context, services);
  return presentEvenStopped(() => presentSurprise(sight, signal, services), signal);
}

async function score(
  source: string,
  length: number,
  model: string | undefined,
  { progress, signal }: RunContext,
  services: Services,
): Promise<SurpriseSight> {
  const show = (line: string) => progress({ blocks: [text(quote(source)), status(`${line}…`)] });
  show('Scoring the text');
  let soFar: ScoredSoFar['beginning'] = [];
  const onProgress = (done: ScoredSoFar) => {
    soFar = done.beginning;
    show(`Scored ${done.tokens} of about ${plural(done.expected, 'token')}`);
  };
  const left = length - source.length;
  const notices =
    left === 0 ? [] : [`Of this text only the beginning is scored: ${plural(left, 'character')} are left out.`];
  const looks = () =>
    lookButtons(services, { prompt: source, model }, 'nextword', 'temperature', 'generate', 'compare');
  try {
    const scored = await services.model.score({ text: source, model, signal, onProgress });
    const recordId = await replay.keep(services, { kind: 'score', asked: { text: source }, answer: scored });
    const own = [{ action: 'list', runId: recordId, label: 'Full list' }, explainButton, replay.button(recordId)];
    return {
      ...scored,
      text: source,
      notices: [...notices, ...noticesOf(scored)],
      steps: [buttons(...own), await looks()],
    };
  } catch (error) {
    // What is scored already stays; only the rest is missing.
    const reason = reasonOf(error, signal);
    if (averageOf(soFar) === undefined) throw error;
    const asked = model ?? (await services.model.defaultModel().catch(() => undefined));
    const steps = [buttons(explainButton), await looks()];
    return { text: source, tokens: soFar, model: asked, requests: undefined, notices, broken: reason.message, steps };
  }
}

function noticesOf({ notices, scale }: ScoredText): readonly string[] {
  return scale === 'raw' ? notices : [...notices, TAKES_NO_TEMPERATURE];
}

/** As much of a text as is scored; no character is cut in two. */
function beginningOf(whole: string): string {
  return whole.length <= MAX_CHARACTERS ? whole : whole.slice(0, MAX_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
}

/** All tokens with their figures, as a file. */
async function showList({ runId, signal }: Press, services: Services): Promise<Reply> {
  const tokens = await allTokens(runId, signal, services);
  const columns =
    'Columns: place, token, probability, surprise in bits, rank, the most likely other token and its probability. They are separated by tabs, as a spreadsheet reads them.';
  return { blocks: [text(`All ${plural(tokens.length, 'token')}. ${columns}`), await surpriseFile(tokens)] };
}

/** The tokens of a record; of a long text only the first are kept, so that it is scored again. */
async function allTokens(
  recordId: string,
  signal: AbortSignal,
  services: Services,
): Promise<readonly ScoredTextToken[]> {
  const { asked, model, answer, total, kind } = await replay.load(services, recordId);
  if (kind !== 'score') throw new Error('only scored texts are kept here');
  if (answer.tokens.length >= total) return answer.tokens;
  return (await services.model.score({ ...asked, model, signal })).tokens;
}
