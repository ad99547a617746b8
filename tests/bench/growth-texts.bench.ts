import { bench, describe } from 'vitest';
import { codeBlock, inlineCode, modelMarkdown, plain, splitMarkdown } from '../../src/discord/markdown.js';
import { withoutPictures } from '../../src/discord/present/drawn-reply.js';
import { presentReply } from '../../src/discord/present/present.js';
import type { Candidate } from '../../src/domain/token.js';
import { parseTemperatures } from '../../src/lesson/options/parse-temperatures.js';
import { quote } from '../../src/lesson/text/quote.js';
import { replyText } from '../../src/lesson/text/reply-text.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import type { LogprobPosition } from '../../src/model/answer/parse-logprobs.js';
import { readSpelling } from '../../src/model/answer/token-spelling.js';
import { createModelKnowledge } from '../../src/model/asking/knowledge.js';
import { fitServerText } from '../../src/model/wire/server-text.js';
import { visibleText } from '../../src/tokens/visible.js';
import { graphemes } from '../../src/words/graphemes.js';
import { BOMBS } from './bombs.js';
import { grow, print } from './growth.js';

// How the work on the answering thread grows with the length of a text, of whichever of the odd ones takes longest.

function positionOf(listed: readonly Candidate[]): LogprobPosition {
  const [sampled = { text: '', bytes: undefined, id: undefined, logprob: 0 }] = listed;
  return { sampled, listed, given: listed.length, keyedByText: false };
}

const ofTexts: Readonly<Record<string, (text: string) => unknown>> = {
  plain,
  inlineCode,
  codeBlock,
  modelMarkdown,
  quote,
  shownText,
  visibleText,
  tokenLabel: (text) => tokenLabel({ text, bytes: undefined }),
  splitMarkdown: (text) => splitMarkdown(codeBlock(text), 3700),
  presentReply: (text) => presentReply(withoutPictures({ blocks: [replyText(text)] }), 'ask', 'en'),
  fitServerText: (text) => fitServerText(text, ['secret']),
  readSpelling: (text) =>
    readSpelling([positionOf([{ text, bytes: undefined, id: 1, logprob: -1 }])], text, createModelKnowledge()),
  graphemes: (text) => Array.from(graphemes(text)),
  parseTemperatures(text) {
    try {
      parseTemperatures(text);
    } catch {
      // Few of these texts are numbers.
    }
  },
};
for (const [name, run] of Object.entries(ofTexts)) {
  const growths = Object.entries(BOMBS).map(([bomb, make]) => [bomb, grow(make, run)] as const);
  const [bomb, growth] =
    growths.toSorted(([, one], [, other]) => other.milliseconds / other.size - one.milliseconds / one.size)[0] ?? [];
  if (growth !== undefined) print(`${name}, slowest of ${bomb}`, growth);
}

describe('a reference', () => {
  bench('nothing', () => {});
});
