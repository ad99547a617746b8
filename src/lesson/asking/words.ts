import { inlineCode, plain } from '../../discord/markdown.js';
import type { Distribution } from '../../domain/distribution.js';
import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What is said of a prompt and of the distribution that follows it. Markdown, save for titles. */
export const nextTokenWords = defineWords({ en });

function en({ plural }: Language) {
  return {
    asking: 'Asking the model what comes next…',
    isQuestion: '-# This is a question, and what is charted is the first token of the reply.',
    title: (end: string) => `What comes after “${end}”`,
    replyTitle: (end: string) => `How the reply to “${end}” begins`,
    firstToken: (label: string | undefined) => (label === undefined ? 'the first token' : inlineCode(label)),
    ranges: ({ candidates, vocabularySize }: Pick<Distribution, 'candidates' | 'vocabularySize'>) => {
      const count = vocabularySize === undefined ? ', and does not tell how many there are' : '';
      const listed = plural(candidates.length, { one: 'most likely token', other: 'most likely tokens' });
      return `-# A range, in the picture a whisker, stands where a figure depends on tokens that are not known: the endpoint lists only the ${listed}${count}.`;
    },
    askedAsQuestion: 'the model is asked the question',
    withSystem: ', with a system prompt',
    source: (model: string, way: string, path: string) => `-# ${model} · ${way} (/v1${plain(path)})`,
  };
}
