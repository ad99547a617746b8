import type { Distribution } from '../../domain/distribution.js';
import { capOf, countOf, massOf } from '../../domain/tail.js';
import { rowWords } from '../rows/words.js';
import { lessonWords } from '../words.js';
import { knownAt, masses } from './file.js';
import type { ReplayRecord } from './record.js';
import { recordWords } from './words.js';

/** What people wrote, which the card leaves to the file. */
const CONTENT: ReadonlySet<string> = new Set(['model', 'prompt', 'messages']);

/** What was asked, and what came of it, as lines of markdown. */
export function factLines(record: ReplayRecord, locale: string): string[] {
  const words = recordWords(locale).facts;
  const { path, body, requestId, sentAt, seconds } = record.answer.request;
  const { endpoint, answer } = record;
  return [
    words.model(answer.model),
    words.endpoint(endpoint.label, endpoint.tiny),
    words.route(path, describeWay(record, locale)),
    words.sent(Object.entries(body).filter(([name]) => !CONTENT.has(name))),
    words.listed(describeMasses(record, locale)),
    words.probabilities(describeScale(record, locale)),
    words.seed(describeSeed(record, locale)),
    words.time(sentAt, seconds),
    words.requestId(requestId),
  ];
}

function describeWay(record: ReplayRecord, locale: string): string {
  const words = recordWords(locale).way;
  const { route } = lessonWords(locale);
  switch (record.kind) {
    case 'next-token':
      return record.asked.asQuestion === undefined ? route(record.answer.route) : words.firstTokenOfReply;
    case 'reply':
      return words.chat;
    case 'generate': {
      const { request, requests } = record.answer;
      const way = route(request.path === '/completions' ? 'completions' : 'chat');
      return words.generated(way, requests, record.asked.temperature);
    }
    case 'score': {
      const { method, requests } = record.answer;
      return method === 'stepping' ? words.stepping(requests) : words.scored(requests);
    }
  }
}

function describeSeed(record: ReplayRecord, locale: string): string {
  const words = recordWords(locale).seed;
  const { kind } = record;
  if (kind !== 'reply' && kind !== 'generate') return words.nothingDrawn;
  // Of a text, the first request may be one that draws nothing.
  const { seed, temperature } = kind === 'generate' ? record.asked : record.answer.request.body;
  if (seed !== undefined) return words.given(String(seed));
  return temperature === 0 ? words.greedy : words.none;
}

function describeScale(record: ReplayRecord, locale: string): string {
  const words = recordWords(locale);
  const shared = lessonWords(locale);
  if (record.kind === 'reply') {
    return record.answer.tokens === undefined ? words.noProbabilities : shared.measured(record.answer.scale);
  }
  const { scale } = record.answer;
  return scale === 'unknown' ? shared.takesNoTemperature : words.own(scale);
}

function describeMasses(record: ReplayRecord, locale: string): string {
  const words = recordWords(locale);
  if (record.kind === 'next-token') return describeDistribution(record.answer, locale);
  const { tokens = [] } = record.answer;
  const kept = tokens.length < record.total ? words.keptFirst(tokens.length, record.total) : '';
  if (record.kind === 'score') return words.tokensOfText(record.total) + kept;
  const [first] = record.answer.tokens ?? [];
  if (first === undefined) return words.noTokens;
  const known = knownAt(first, first.alternatives);
  if (known.length === 0) return words.firstNotTold + kept;
  const { listed, hidden } = masses(known);
  return words.first(known.length, listed, hidden) + kept;
}

function describeDistribution({ candidates, tail }: Distribution, locale: string): string {
  const words = recordWords(locale);
  // Bins with a least probability are of tokens that came back, and are kept without their names.
  const told = tail.filter(({ mass, least }) => mass === 0 || least > 0);
  const open = tail.filter((bin) => !told.includes(bin));
  const named = { count: candidates.length, mass: masses(candidates).listed };
  const listed = { count: named.count + countOf(told), mass: Math.min(1, named.mass + massOf(told)) };
  const isWhole = open.length === 0 && listed.count < Number.POSITIVE_INFINITY;
  if (isWhole) return words.wholeVocabulary(listed.count, named);
  const count = countOf(open);
  const others = {
    mass: massOf(open),
    cap: capOf(open),
    tokens: rowWords(locale).others(Number.isFinite(count) ? count : undefined),
  };
  return words.distribution(listed, others) + (told.length > 0 ? words.namedAre(named.count) : '');
}
