import { defineWords } from '../define-words.js';

/** What people are told when `/compare` has nothing to put side by side. */
export const compareErrors = defineWords({
  en: () => {
    const systemsWayOut = ({ most, example }: { most: number; example: string }) =>
      `Write 2 to ${most} different ones with | between them, such as “none | ${example}”.`;
    const modelsWayOut = ({ most, examples = ['one-model', 'another-model'] }: ModelsWayOut) =>
      `Write 2 to ${most} different names with commas between them, such as “${examples.join(', ')}”.`;
    const INSTEAD = 'so two cannot be compared. Compare temperatures or system prompts instead.';
    return {
      'temperatures-are-values': () =>
        'Here you compare temperatures. Write them under “values”, such as “0, 0.7, 1.5”, and leave “temperature” out.',
      'styles-take-no-values': () => 'Here a text and an answer are compared, so leave “values” out.',
      'no-system-prompts': (given: { most: number; example: string }) =>
        `Without a system prompt there is nothing to compare. ${systemsWayOut(given)}`,
      'too-many-system-prompts': ({ given, ...limits }: { given: number; most: number; example: string }) =>
        `${given} system prompts are too many for one message. ${systemsWayOut(limits)}`,
      'no-models-to-compare': ({ endpoint }: { endpoint: string }) =>
        `The server (${endpoint}) lists no models, ${INSTEAD}`,
      'one-model-to-compare': ({ endpoint, model }: { endpoint: string; model: string }) =>
        `The server (${endpoint}) lists only one model, ${model}, ${INSTEAD}`,
      'too-few-models': (limits: ModelsWayOut) => `One model cannot be compared with anything. ${modelsWayOut(limits)}`,
      'too-many-models': ({ given, ...limits }: ModelsWayOut & { given: number }) =>
        `${given} models are too many for one message. ${modelsWayOut(limits)}`,
      /** `more`: how many others it has. */
      'model-not-listed': ({
        endpoint,
        name,
        listed,
        more,
      }: {
        endpoint: string;
        name: string;
        listed: readonly string[];
        more: number;
      }) =>
        `The server (${endpoint}) has no model “${name}”. It has: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}. Write their names with commas between them.`,
    };
  },
});

type ModelsWayOut = {
  readonly most: number;
  /** Two models that there are; undefined where nobody knows of two. */
  readonly examples?: readonly string[] | undefined;
};
