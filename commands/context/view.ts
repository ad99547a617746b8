import { plain } from '../../src/discord/markdown.js';
import { picture } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedText, askedWords } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { forgetPicture, promptPicture } from './pictures.js';
import { type ContextResult, type Forget, listedCount, overflowOf, type ReadPrompt } from './result.js';
import { forgetSentence, promptSentence } from './sentence.js';
import { contextWords } from './words.js';

/** A prompt in its window, or what becomes of a fact that falls out of it. */
export function viewContext({ prompt, forget }: ContextResult, place: Place): View {
  return forget === undefined ? viewPrompt(prompt, place) : viewForget(forget, place);
}

function viewPrompt(prompt: ReadPrompt, place: Place): View {
  const { locale, runId } = place;
  const words = contextWords(locale);
  const { text, answeredBy, model, window } = prompt;
  return layOut(
    {
      asked: askedWords(text),
      picture: picture('context', promptPicture(prompt, locale)),
      sentence: promptSentence(prompt, locale),
      notes: promptNotes(prompt, locale),
      buttons: [{ action: 'forget', runId, label: words.makeForget, style: 'primary' }],
      goOn: [
        { action: 'prompt', runId, label: words.otherPrompt, description: words.otherPromptHint },
        { action: 'facts', runId, label: words.otherFact, description: words.otherFactHint },
      ],
      smallPrint: lessonWords(locale).smallPrint(
        answeredBy ?? model,
        window === undefined ? words.windowUnknown : words.serverWindow(window),
      ),
    },
    place,
  );
}

function promptNotes(prompt: ReadPrompt, locale: string): string[] {
  const words = contextWords(locale);
  const { tokens, usage, counts, way, refused, why } = prompt;
  const all = listedCount(prompt);
  const before = all - counts.answer;
  const isOver = overflowOf(prompt) > 0;
  return [
    ...(way === 'template' && usage !== undefined && usage.prompt !== before
      ? [words.differs(before, usage.prompt)]
      : []),
    // Too long and without a template is told already.
    ...(refused === undefined || isOver || (way === 'alone' && why !== undefined)
      ? []
      : [words.refused(plain(sentenceOf(refused, locale)))]),
    ...(tokens.length < all ? [words.notAll(tokens.length, all)] : []),
  ];
}

function viewForget(forget: Forget, place: Place): View {
  const { locale, runId } = place;
  const words = contextWords(locale);
  const { fact, end, word, token, model, window, isOwn, modelWindow, rows } = forget;
  const isQuestion = rows.some(({ reply }) => reply !== undefined);
  const line = `${fact} … ${end}`;
  const other = isQuestion
    ? { value: 'text', label: words.asText, description: words.asTextHint }
    : { value: 'question', label: words.asQuestion, description: words.asQuestionHint };
  return layOut(
    {
      asked: isQuestion ? askedWords(line) : askedText(line),
      picture: picture('forget', forgetPicture(forget, locale)),
      sentence: forgetSentence(forget, locale),
      notes: [
        ...(token === undefined ? [] : [words.firstToken(word, token)]),
        ...(isOwn ? [words.ownWindow(window, modelWindow)] : []),
      ],
      buttons: [
        { action: 'facts', runId, label: words.otherFact, style: 'primary' },
        { action: 'forget', runId, value: other.value, label: other.label },
      ],
      goOn: [{ action: 'prompt', runId, label: words.otherPrompt, description: words.otherPromptHint }],
      smallPrint: lessonWords(locale).smallPrint(model, words.serverWindow(window)),
    },
    place,
  );
}
