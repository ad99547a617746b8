import { inlineCode, plain } from '../discord/markdown.js';
import type { Distribution, LogprobScale } from '../domain/distribution.js';
import { type Interval, middleOf } from '../domain/interval.js';
import type { Endpoint } from '../domain/language-model.js';
import { readModelName } from '../domain/model-name.js';
import type { SamplingSettings } from '../domain/sampling-settings.js';
import { defineWords } from '../words/define-words.js';
import type { Language } from '../words/language.js';

/** What several commands say in the same words. Markdown, unless it says something else. */
export const lessonWords = defineWords({ en });

function en({ bits, decimalsRange, isDecimalsRange }: Language) {
  const ownTemperature = 'the server’s own temperature';
  return {
    explain: 'Explain',
    /** The placeholder of the menu below every reply. */
    goOn: 'Go on with…',

    /** A button: the conversation goes on from the reply that it is on. */
    askOn: 'Ask on…',

    /** A button, where the connected endpoint cannot do what is asked. */
    useEmbedded: 'Use the embedded model',

    /** A model and where it runs; of the one that Tokenscope brings itself, what it is. */
    model: (model: string, { label, tiny }: Endpoint) =>
      `${inlineCode(readModelName(model, [label]).model)} ${tiny ? '(a real language model, only very small)' : `at ${plain(label)}`}`,

    /** How a model is asked what comes next. */
    route: (route: Distribution['route']) =>
      route === 'completions'
        ? 'the model goes on with the text as it is'
        : 'the model is asked, as an assistant, to go on with the text (not quite the same question)',

    /** The last line of a reply: the model, and how it was asked; settings in plain text, such as those of `sampling`. */
    smallPrint: (model: string | undefined, settings?: string) =>
      [...(model === undefined ? [] : [plain(model)]), ...(settings === undefined ? [] : [settings])].join(' · '),

    /** In the place of a temperature, where the server takes none; plain text. */
    ownTemperature,

    /** How tokens are drawn, in plain text: `temperature 0.7 · top-p 0.9`. */
    sampling: ({ temperature, topK, topP, minP, isOwnTemperature = false }: ShownSampling, seed?: number) =>
      [
        isOwnTemperature ? ownTemperature : `temperature ${temperature}`,
        ...(topK === undefined ? [] : [`top-k ${topK}`]),
        ...(topP === undefined ? [] : [`top-p ${topP}`]),
        ...(minP === undefined ? [] : [`min-p ${minP}`]),
        ...(seed === undefined ? [] : [`seed ${seed}`]),
      ].join(' · '),

    /** Parts of a command's lesson. */
    example: (example: string) => `**With these numbers**\n${example}`,
    next: (next: string) => `**Try next**\n${next}`,

    /** What to expect at a temperature, in plain text. */
    temperature: (temperature: number) => {
      if (temperature === 0) return 'greedy: always the likeliest token';
      if (temperature < 0.6) return 'careful: likely tokens become even likelier';
      if (temperature < 1) return 'a little careful';
      if (temperature === 1) return 'the model’s own probabilities';
      if (temperature <= 1.4) return 'lively: unlikely tokens come more often';
      if (temperature <= 1.7) return 'wild: many unlikely tokens come';
      return 'close to nonsense';
    },

    /** Entropy in a sentence: `1.23 bits`, `between 1.23 bits and 4.56 bits`, `at least 1.23 bits`, `about 3.21 bits (2.90–3.40)`. */
    entropy: ({ low, high, about }: Interval) => {
      if (about !== undefined) {
        const range = isDecimalsRange({ low, high }, 2) ? ` (${decimalsRange({ low, high }, 2)})` : '';
        return `about ${bits(about)}${range}`;
      }
      if (!Number.isFinite(high)) return `at least ${bits(low)}`;
      return isDecimalsRange({ low, high }, 2)
        ? `between ${bits(low)} and ${bits(high)}`
        : bits(middleOf({ low, high }));
    },

    /** Of which probabilities a reply's logprobs tell. */
    measured: (scale: LogprobScale) => MEASURED_EN[scale],

    /** Said where the temperature could not be set, so that the logprobs may not be the model's own. */
    takesNoTemperature:
      'The server takes no temperature, so these may be the probabilities at a temperature of its own.',

    /** Said where figures follow another order than the one that was asked for. */
    cutsFirst:
      'This server cuts first and applies the temperature last, whatever it is asked for. It draws from what comes out, so the figures here do the same.',

    /** Said where a press came from an earlier view. */
    late: 'Somebody was faster, so this press changed nothing. This is how it is now.',

    /** A reply in which the model wrote nothing. */
    emptyReply: '-# (an empty reply)',
  };
}

/** How a text was drawn. */
interface ShownSampling extends Pick<SamplingSettings, 'temperature' | 'topK' | 'topP' | 'minP'> {
  /** The server took no temperature. */
  readonly isOwnTemperature?: boolean | undefined;
}

const MEASURED_EN: Readonly<Record<LogprobScale, string>> = {
  raw: 'before temperature and top-p',
  processed: 'after temperature and top-p',
  unknown: 'before or after temperature and top-p: the server does not tell which',
};
