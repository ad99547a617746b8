import type { Logger } from 'pino';
import type { LanguageModel } from '../domain/language-model.js';
import { endsWithin } from '../ends-within.js';
import { UserError } from '../errors.js';
import { names } from '../words/notices/names.js';
import { operatorWords } from '../words/operator.js';

/** Finds out what the default model can do before somebody asks; a failure is told by whichever command meets it. */
export async function probeModel(model: LanguageModel, log: Logger): Promise<void> {
  try {
    const { model: name, completions, chat, scale, scoring, tokenizer, failures } = await model.capabilities();
    const listed = { completions: completions.listed, chat: chat.listed };
    log.info({ model: name, listed, scale, scoring, tokenizer, failures }, 'the model was probed');
  } catch (error) {
    const why = error instanceof UserError ? error.message : undefined;
    log.warn({ err: error, why }, 'the model could not be asked what it can do');
  }
}

/** How long the start waits to say which model was chosen, in milliseconds: it may have to be loaded. */
const CHOICE_MS = 3000;

/** What the bot works with, in words: where several models were tried, also which one was taken and why. */
export async function workingWith(
  { endpoint, labels, defaultModel, endpoints }: LanguageModel,
  named: string | undefined,
): Promise<string> {
  const words = operatorWords('en');
  if (endpoint.tiny) return names('en')['embedded-model']();
  const label = words.endpoints(labels ?? [endpoint.label]);
  if (named !== undefined) return label;
  let said = words.silentEndpoint(label);
  const choosing = async () => {
    const model = await defaultModel();
    const passedOver = (await endpoints()).flatMap((one) => one.passedOver).map((one) => one.model);
    said = passedOver.length > 0 ? words.chosenModel(label, model, passedOver) : label;
  };
  // Why it does not answer the log says, and whichever command meets it.
  await endsWithin(
    CHOICE_MS,
    choosing().catch(() => {}),
  );
  return said;
}
