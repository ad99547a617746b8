import type { Words } from '../../src/discord/command.js';
import type { Form } from '../../src/discord/reply.js';
import { isModelFailure } from '../../src/domain/model-failure.js';
import { type Speaker, speakerName, type Turn } from '../../src/domain/turn.js';
import { UserError } from '../../src/errors.js';
import { fitTurns, newerHalf } from '../../src/lesson/asking/fit-turns.js';
import { WORDS } from '../../src/lesson/command/ask-on.js';
import type { AskContext, AskPress } from '../../src/lesson/command/definition.js';
import type { Subject } from '../../src/lesson/command/subject.js';
import { tokensHere, usualTemperature } from '../../src/lesson/options/as-set.js';
import { createSalt, personKey } from '../../src/lesson/room/person.js';
import { lessonWords } from '../../src/lesson/words.js';
import type { Services } from '../../src/services.js';
import { shorten } from '../../src/words/shorten.js';
import { type AskResult, DEFAULT_MAX_TOKENS, DEFAULT_TEMPERATURE } from './result.js';
import { askWords } from './words.js';
import { answer } from './write.js';

/** As much as a form takes. */
const MAX_WORDS = 4000;

/** The same conversation is asked so often in all, where the server refuses it as too long. */
const MAX_TRIES = 4;

/** The longest name of a thread, as Discord counts, which takes a few more. */
const MAX_THREAD_NAME = 90;

/** What a name of a thread has none of: breaks, controls, what turns the direction of writing or is not seen. */
const HIDDEN = /[\p{C}\p{Z}\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}]+/gu;

/** A thread is named after the question that it begins with; what leaves nothing to be seen has a name all the same. */
export function threadName(question: string): string {
  return shorten(question.replace(HIDDEN, ' ').trim(), MAX_THREAD_NAME, 'end', 'units') || '…';
}

/** What somebody says in a message as a question, with the message that they say it about. */
export function questionOf({ text, about }: Words, locale: string): string {
  return about === undefined ? text : askWords(locale).conversation.about(text, about);
}

/** Whether a reply is one to a question, from which a conversation can go on. */
export function isConversation({ asQuestion, text }: Subject): boolean {
  return asQuestion !== undefined && text !== undefined;
}

export function askOnForm({ runId, value, locale }: Pick<AskPress, 'runId' | 'value' | 'locale'>): Form {
  const words = askWords(locale).conversation;
  return {
    action: 'on',
    runId,
    value,
    title: lessonWords(locale).askOn,
    fields: [{ id: WORDS, label: words.field, maxLength: MAX_WORDS, isLong: true }],
  };
}

/** Asks on from a reply, with all that was said before, as far as it fits the model's window. */
export async function askOnFrom(
  words: string,
  { prompt, asQuestion = {}, text = '', model, sampling: chosen = {}, record }: Subject,
  context: AskContext,
  services: Services,
): Promise<AskResult> {
  if (words.trim() === '') throw new UserError('nothing-asked');
  if (text.trim() === '') throw new UserError('nothing-to-go-on-from');
  const { system, before: earlier = [], who: asker } = asQuestion;
  const said: readonly Turn[] = [...earlier, { role: 'user', text: prompt, who: asker }, { role: 'assistant', text }];
  const who = speakerOf(context, said);
  const asked = record?.();
  const maxTokens = tokensHere(
    (asked?.kind === 'reply' ? asked.asked.maxTokens : undefined) ?? DEFAULT_MAX_TOKENS,
    context,
  );
  const { temperature = usualTemperature(DEFAULT_TEMPERATURE, context), ...cuts } = chosen;
  const about = { question: words, system, model, who, before: said, maxTokens };
  const { window, tokens, isEstimate, ...fitted } = await fitTurns(about, context.signal, services);
  const mostTokens = window === undefined || tokens === undefined || isEstimate ? undefined : window - tokens;
  for (let tries = 1, { before } = fitted; ; tries += 1) {
    const leftOut = (asQuestion.leftOut ?? 0) + said.length - before.length;
    const counted = { mostTokens, ...(leftOut > 0 && { window, isEstimate }) };
    const question = { ...about, before, leftOut, ...counted, ...cuts, chosen };
    try {
      return await answer({ ...question, sample: 1, samples: 1 }, temperature, context, services);
    } catch (error) {
      if (!isTooLong(error) || before.length === 0 || tries === MAX_TRIES) throw error;
      before = newerHalf(before);
    }
  }
}

function isTooLong(error: unknown): boolean {
  if (isModelFailure(error)) return error.kind === 'context-too-long';
  return error instanceof UserError && error.fact.code === 'context-too-long-for-reply';
}

/** Who asks, by a name that nobody else in the conversation has. */
export function speakerOf({ user, locale }: Pick<AskContext, 'user' | 'locale'>, turns: readonly Turn[] = []): Speaker {
  const speakers = turns.flatMap(({ who }) => who ?? []);
  const known = speakers.find(({ key }) => isKeyOf(key, user));
  if (known !== undefined) return known;
  const taken = new Set(speakers.map(({ name }) => name.toLowerCase()));
  const name = speakerName(user.name) || askWords(locale).conversation.nameless;
  let own = name;
  for (let number = 2; taken.has(own.toLowerCase()); number += 1) own = `${name} ${number}`;
  const salt = createSalt();
  return { name: own, key: `${salt}.${personKey(salt, user)}` };
}

function isKeyOf(key: string, user: AskContext['user']): boolean {
  const [salt = '', hash] = key.split('.');
  return personKey(salt, user) === hash;
}
