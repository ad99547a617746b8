import { codeBlock, inlineCode, plain } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { asMessages } from '../../src/domain/turn.js';
import { sentenceOf } from '../../src/facts.js';
import { beforeQuestion } from '../../src/lesson/stored/stored-question.js';
import { shorten } from '../../src/words/shorten.js';
import { rowLabel } from './pictures.js';
import { type ContextResult, type Forget, listedCount, promptParts, type ReadPrompt } from './result.js';
import { contextWords } from './words.js';

/** Characters of what is shown of a long text; the picture and the export have more. */
const MAX_SHOWN = 1200;

/** The messages, what the template makes of them, and every count; or what was sent, and what came of it. */
export function contextInFull({ prompt, forget }: ContextResult, locale: string): Block[] {
  return forget === undefined ? promptInFull(prompt, locale) : forgetInFull(forget, locale);
}

function promptInFull(prompt: ReadPrompt, locale: string): Block[] {
  const { inFull } = contextWords(locale);
  const { text: said, answer, way, tokens, usage, request, isAnswer, window, why, notices } = prompt;
  const messages = [
    ...asMessages({ ...beforeQuestion(prompt), question: said }),
    ...(answer === undefined ? [] : [{ role: 'assistant', content: answer }]),
  ];
  const boxed = (heading: string, content: string) =>
    text(`${heading}\n${codeBlock(shorten(content, MAX_SHOWN, 'both'))}`);
  const isWhole = tokens.length === listedCount(prompt);
  return [
    boxed(inFull.messages, JSON.stringify(messages, null, 1)),
    ...(way === 'template' && isWhole ? [boxed(inFull.rendered, tokens.map(({ label }) => label).join(''))] : []),
    text(
      [
        inFull.counts(promptParts(prompt), inFull.ways[way]),
        ...(usage === undefined ? [] : [inFull.usage(usage.prompt, usage.completion)]),
        ...(window === undefined ? [] : [inFull.window(window)]),
        ...(why === undefined ? [] : [inFull.why(plain(sentenceOf(why, locale)))]),
        ...notices.map((notice) => `-# ${plain(sentenceOf(notice, locale))}`),
        ...(request === undefined ? [] : [isAnswer ? inFull.fromAnswer : inFull.madeFor]),
        ...(request === undefined ? [] : [inFull.asked(prompt.answeredBy ?? '', request.path, request.seconds)]),
      ].join('\n'),
    ),
  ];
}

function forgetInFull(forget: Forget, locale: string): Block[] {
  const { inFull, figures } = contextWords(locale);
  const { rows, model, request, isEstimate } = forget;
  return [
    ...rows.map((row) => {
      const total = row.filler + row.end + (row.place === 'gone' ? 0 : row.fact);
      const list = row.first
        .map(({ label, probability }) => `${inlineCode(label)} ${figures.percent(probability)}`)
        .join(', ');
      return text(
        [
          `${inFull.sent(rowLabel(row, locale), total)}\n${codeBlock(shorten(row.sent, MAX_SHOWN, 'both'))}`,
          ...(row.reply === undefined ? [] : [`> ${plain(row.reply)}`]),
          ...(list === '' ? [] : [inFull.came(list)]),
        ].join('\n'),
      );
    }),
    text([...(isEstimate ? [inFull.estimate] : []), inFull.asked(model, request.path, request.seconds)].join('\n')),
  ];
}
