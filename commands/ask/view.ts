import { plain } from '../../src/discord/markdown.js';
import { type Block, menu, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { hasTokens } from '../../src/lesson/asking/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import { MENU_TEMPERATURES } from '../../src/lesson/options/temperatures.js';
import type { ReplyRecord } from '../../src/lesson/record/record.js';
import { quote, replyText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { type AskReply, type AskResult, MAX_TOKENS } from './result.js';
import { askWords } from './words.js';

/** The reply and how to go on from it; or several replies side by side. */
export function viewAsk(result: AskResult, place: Place): View {
  const [reply, ...others] = result.replies;
  return reply === undefined || others.length > 0 ? viewColumns(result, place) : viewReply(result, reply, place);
}

function viewReply(result: AskResult, reply: AskReply, { runId, locale }: Place): View {
  const words = askWords(locale);
  const { record, broken } = reply;
  return {
    tone: broken === undefined ? 'normal' : 'error',
    blocks: [
      text(quote(result.question)),
      replyText(textOf(reply), locale),
      ...(broken === undefined ? [] : [text(words.breaksOff(plain(sentenceOf(broken, locale))))]),
      ...(record === undefined ? [] : [...notices(record, locale), text(facts(reply, record, result.sample, locale))]),
      menu({
        action: 'resample',
        runId,
        placeholder: words.resampleAt,
        choices: [
          ...MENU_TEMPERATURES.map((temperature) => ({
            label: words.temperature(temperature),
            value: String(temperature),
            description: lessonWords(locale).temperature(temperature),
          })),
          { label: words.otherTemperature, value: 'custom', description: words.anyTemperature },
        ],
      }),
      row(
        { action: 'beside', runId, label: words.sideBySide },
        ...(record !== undefined && hasTokens(record)
          ? [{ action: 'probabilities', runId, label: words.showProbabilities }]
          : []),
        linkTo('fork'),
        ...(record === undefined ? [] : [linkTo('compare')]),
        linkTo('details'),
      ),
    ],
  };
}

function viewColumns(result: AskResult, { locale }: Place): View {
  const words = askWords(locale);
  const details = result.replies.map(({ temperature }, at) =>
    linkTo('details', { value: String(at), label: words.detailsAt(temperature) }),
  );
  return { blocks: [...columns(result, locale), row(...details)] };
}

/** What is there of a reply's text. */
export function textOf({ record, written = '' }: AskReply): string {
  const kept = record?.answer.text ?? '';
  return written.length > kept.length ? written : kept;
}

/** Replies one below the other, each as far as it has come. */
export function columns({ question, replies }: Pick<AskResult, 'question' | 'replies'>, locale: string): Block[] {
  const words = askWords(locale);
  return [
    text(quote(question)),
    ...replies.flatMap((reply) => [
      text(words.column(reply.temperature, lessonWords(locale).temperature(reply.temperature))),
      ...(textOf(reply) === '' ? [] : [replyText(textOf(reply), locale)]),
      text(ending(reply, locale)),
    ]),
  ];
}

function ending(reply: AskReply, locale: string): string {
  const words = askWords(locale);
  const { broken, record } = reply;
  if (broken !== undefined) return words.columnBreaksOff(plain(sentenceOf(broken, locale)));
  return record === undefined ? words.columnPending : facts(reply, record, 1, locale);
}

/** The line under a reply: model, settings, tokens, seconds, and perplexity where logprobs came. */
function facts({ perplexity }: AskReply, record: ReplyRecord, sample: number, locale: string): string {
  const { asked, answer, endpoint } = record;
  const shared = lessonWords(locale);
  return askWords(locale).facts({
    sample,
    model: shared.model(answer.model, endpoint),
    temperature: asked.temperature,
    topP: asked.topP,
    seed: asked.seed,
    hasSystem: asked.system !== undefined,
    usage: answer.usage,
    seconds: answer.seconds,
    perplexity: hasTokens(record) ? (perplexity ?? 'untold') : undefined,
    measured: answer.scale === 'raw' ? undefined : shared.measured(answer.scale),
  });
}

/** What is not as it was asked: why a reply ends, and what the endpoint did not take. */
function notices(record: ReplyRecord, locale: string): Block[] {
  const { notices: noted, request } = record.answer;
  const isOwnSetting = hasTokens(record) && record.answer.scale !== 'raw' && request.body.temperature === undefined;
  const lines = [
    ...whyItEnds(record, locale),
    ...noted.map((notice) => `-# ${plain(sentenceOf(notice, locale))}`),
    ...(isOwnSetting ? [`-# ${lessonWords(locale).takesNoTemperature}`] : []),
  ];
  return lines.length === 0 ? [] : [text(lines.join('\n'))];
}

function whyItEnds({ answer: { finishReason, usage }, asked }: ReplyRecord, locale: string): string[] {
  const words = askWords(locale);
  if (finishReason === 'content-filter') return [words.filtered];
  if (finishReason !== 'length') return [];
  const { maxTokens = MAX_TOKENS } = asked;
  const written = usage?.completionTokens ?? maxTokens;
  return [written < maxTokens ? words.cutByWindow : words.cutAtLimit(maxTokens, maxTokens >= MAX_TOKENS)];
}
