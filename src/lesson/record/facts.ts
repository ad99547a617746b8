import { inlineCode, plain } from '../../discord/markdown.js';
import type { Distribution, LogprobScale } from '../../domain/distribution.js';
import { formatPercent } from '../../words/format.js';
import { plural } from '../../words/plural.js';
import { MEASURED, TAKES_NO_TEMPERATURE } from '../asking/reply-scale.js';
import { describeModel } from '../describe/describe-model.js';
import { describeRoute } from '../describe/describe-route.js';
import { knownAt, masses } from './file.js';
import type { ReplayRecord } from './record.js';

/** What people wrote, which the card leaves to the file. */
const CONTENT: ReadonlySet<string> = new Set(['model', 'prompt', 'messages']);

/** What was asked, and what came of it, as lines of markdown. */
export function factLines(record: ReplayRecord): string[] {
  const { path, body, requestId, sentAt, seconds } = record.answer.request;
  const { endpoint, answer } = record;
  const parameters = Object.entries(body)
    .filter(([name]) => !CONTENT.has(name))
    .map(([name, value]) => inlineCode(`${name}=${JSON.stringify(value)}`));
  return [
    `**Model** ${describeModel(answer.model, endpoint)}`,
    `**Endpoint** ${endpoint.tiny ? `${plain(endpoint.label)}, asked over OpenAI’s protocol` : `OpenAI-compatible API at ${plain(endpoint.label)}`}`,
    `**Route** ${inlineCode(`POST ${path}`)}: ${describeWay(record)}`,
    `**Sent** ${parameters.join(' ')}`,
    `**Seed** ${describeSeed(record)}`,
    `**Probabilities** ${describeScale(record)}`,
    `**Listed** ${describeMasses(record)}`,
    `**Time** <t:${Math.floor(sentAt / 1000)}:F>, answered in ${seconds.toFixed(2)} s`,
    `**Request id** ${requestId === undefined ? 'the server gave none' : inlineCode(requestId)}`,
  ];
}

function describeWay(record: ReplayRecord): string {
  switch (record.kind) {
    case 'next-token':
      return record.asked.asQuestion === undefined
        ? describeRoute(record.answer.route)
        : 'the first token of the reply to a question';
    case 'reply':
      return 'the question is put to the model as a chat';
    case 'generate':
      return describeGeneration(record);
    case 'score': {
      const { method, requests } = record.answer;
      if (method === 'stepping') return `the text is continued token by token, in ${plural(requests, 'request')}`;
      return `the text is sent in ${plural(requests, 'request')}, and the probabilities of its own tokens come back`;
    }
  }
}

function describeGeneration({
  asked,
  answer: { request, requests },
}: Extract<ReplayRecord, { kind: 'generate' }>): string {
  const way = `${describeRoute(request.path === '/completions' ? 'completions' : 'chat')}, in ${plural(requests, 'request')}`;
  if (requests === 1) return way;
  return `${way}: two for each token, one for the probabilities, as shown here, and one that draws at temperature ${asked.temperature}`;
}

function describeSeed(record: ReplayRecord): string {
  const { kind } = record;
  if (kind !== 'reply' && kind !== 'generate') return 'none: nothing is drawn, only probabilities are asked for';
  // Of a text, the first request may be one that draws nothing.
  const { seed, temperature } = kind === 'generate' ? record.asked : record.answer.request.body;
  if (seed !== undefined) return `${inlineCode(String(seed))}: the same again, as far as the server can`;
  return temperature === 0 ? 'none: at temperature 0 nothing is drawn' : 'none: each one is drawn anew';
}

const OWN: Readonly<Record<LogprobScale, string>> = {
  raw: 'the model’s own, at temperature 1; what a chart does with temperature, top-k and top-p comes after',
  processed: 'after the endpoint’s own temperature and cuts',
  unknown: TAKES_NO_TEMPERATURE,
};

function describeScale(record: ReplayRecord): string {
  if (record.kind !== 'reply') return OWN[record.answer.scale];
  return record.answer.tokens === undefined ? 'the endpoint gave none' : MEASURED[record.scale];
}

function describeMasses(record: ReplayRecord): string {
  if (record.kind === 'next-token') return describeDistribution(record.answer);
  const { tokens = [] } = record.answer;
  const kept =
    tokens.length < record.total ? ` Kept are the first ${plural(tokens.length, 'token')} of ${record.total}.` : '';
  if (record.kind === 'score') return `${plural(record.total, 'token')} of the text.${kept}`;
  const [first] = record.answer.tokens ?? [];
  if (first === undefined) return 'no tokens';
  const known = knownAt(first, first.alternatives);
  if (known.length === 0) return `at the first token no probability was told; the file has every place.${kept}`;
  const { listed, hidden } = masses(known);
  return `at the first token ${plural(known.length, 'token')} with ${formatPercent(listed)}, hidden ${formatPercent(hidden)}; the file has every place.${kept}`;
}

function describeDistribution({ candidates, hiddenMass, cap, vocabularySize }: Distribution): string {
  const { listed } = masses(candidates);
  const others =
    vocabularySize === undefined ? 'all other tokens' : plural(vocabularySize - candidates.length, 'other token');
  const bound = cap < 0.001 ? 'each below 0.1%' : `none above ${formatPercent(cap)}`;
  return `${plural(candidates.length, 'token')} with ${formatPercent(listed)}; hidden ${formatPercent(hiddenMass)} on ${others}${hiddenMass > 0 ? `, ${bound}` : ''}`;
}
