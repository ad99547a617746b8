import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Distribution } from '../../../src/domain/distribution.js';
import { vocabularySizeOf } from '../../../src/domain/listed-tokens.js';
import { capOf, massOf } from '../../../src/domain/tail.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { ModelError } from '../../../src/model/errors.js';
import { perplexity } from '../../../src/sampling/surprisal.js';
import { neutralParameters } from '../neutral.js';
import { type Gathered, givenText, isOnWire } from './gather.js';
import { firstCharacter, isShownAs, type Subject, type TrueToken, textOf } from './subject.js';

/** One line of the contract. */
export interface Behaviour {
  readonly name: string;
  /**
   * Judges what was gathered.
   *
   * @returns how the subject does it, in a word or two for a table
   * @throws AssertionError where the contract is broken
   */
  readonly check: (subject: Subject, gathered: Gathered) => string;
}

/** Single precision on a logarithm of at most a few dozen. */
const rounding = 1e-5;
/** The same on a sum of probabilities. */
const massRounding = 2e-6;

/** What was found for one behaviour holds for the next. */
const matches = new WeakMap<Distribution, ReadonlyMap<Candidate, TrueToken>>();

function matchOf(distribution: Distribution, subject: Subject): ReadonlyMap<Candidate, TrueToken> {
  const found = matches.get(distribution) ?? match(distribution, subject);
  matches.set(distribution, found);
  return found;
}

/** Each candidate's token in the truth; no token is taken twice. */
function match({ candidates, request }: Distribution, subject: Subject): Map<Candidate, TrueToken> {
  const truth = subject.truthAt(request.body, candidates);
  const taken = new Set<number>();
  return new Map(
    candidates.map((candidate) => {
      const fitting = truth.filter(
        (each) =>
          !taken.has(each.id) &&
          Math.abs(Math.log(each.probability) - candidate.logprob) < rounding &&
          isShownAs(each, candidate),
      );
      // Parts of characters that are tied all read U+FFFD.
      const token =
        fitting.find(({ bytes }) => candidate.bytes && !Buffer.compare(bytes, candidate.bytes)) ?? fitting[0];
      assert(token !== undefined, `no token “${candidate.text}” with logprob ${candidate.logprob} in the truth`);
      taken.add(token.id);
      return [candidate, token];
    }),
  );
}

function onDistributions(
  judge: (distribution: Distribution, subject: Subject, matched: ReadonlyMap<Candidate, TrueToken>) => string,
): Behaviour['check'] {
  return (subject, gathered) => {
    const { distributions, noDistribution } = gathered;
    if (subject.route === undefined) {
      assert(noDistribution instanceof ModelError);
      assert.equal(noDistribution.kind, 'no-logprobs');
      return 'says there are none';
    }
    assert.equal(noDistribution, undefined);
    const told = distributions.map((distribution) => judge(distribution, subject, matchOf(distribution, subject)));
    const counts = new Map<string, number>();
    for (const each of told) counts.set(each, (counts.get(each) ?? 0) + 1);
    const [[first, most] = ['', 0], ...others] = [...counts].sort((a, b) => b[1] - a[1]);
    return others.length === 0 ? first : `${first} (${most} of ${told.length})`;
  };
}

function restOf(distribution: Distribution, subject: Subject, matched: ReadonlyMap<Candidate, TrueToken>) {
  const listed = new Set([...matched.values()].map(({ id }) => id));
  const rest = subject.truthAt(distribution.request.body, []).filter(({ id }) => !listed.has(id));
  return {
    mass: 1 - [...matched.values()].reduce((sum, { probability }) => sum + probability, 0),
    likeliest: Math.max(0, ...rest.map(({ probability }) => probability)),
  };
}

const { temperature, top_p, presence_penalty, frequency_penalty, ...neutralLocally } = neutralParameters;
const neutral = { temperature, top_p, presence_penalty, frequency_penalty };

const listing: readonly Behaviour[] = [
  {
    name: 'candidates',
    check: onDistributions(({ candidates, route }, subject) => {
      assert.equal(route, subject.route);
      assert(candidates.every(({ logprob }, place) => logprob <= (candidates[place - 1]?.logprob ?? 0)));
      return `true, on ${route}`;
    }),
  },
  {
    name: 'hidden mass',
    check: onDistributions((distribution, subject, matched) => {
      const { mass } = restOf(distribution, subject, matched);
      const hiddenMass = massOf(distribution.tail);
      assert(Math.abs(hiddenMass - mass) < massRounding, `${hiddenMass} is not ${mass}`);
      return 'true';
    }),
  },
  {
    name: 'cap',
    check: onDistributions((distribution, subject, matched) => {
      const { likeliest } = restOf(distribution, subject, matched);
      const { tail, candidates } = distribution;
      const cap = capOf(tail);
      assert(cap >= likeliest - massRounding, `the cap ${cap} is below an unlisted ${likeliest}`);
      const least = Math.min(Math.exp(candidates.at(-1)?.logprob ?? 0), massOf(tail));
      const isTight = cap <= least + massRounding;
      // Only where entries may be missing may the cap be loose.
      if (!subject.byText && subject.mostListed >= 20) assert(isTight, `the cap ${cap} is above ${least}`);
      return isTight ? 'p of the last' : 'hidden mass';
    }),
  },
  {
    name: 'bytes',
    check: onDistributions((_distribution, _subject, matched) => {
      let some = false;
      let parts = false;
      for (const [{ bytes }, token] of matched) {
        if (bytes === undefined) continue;
        const own = token.name === undefined ? token.bytes : Buffer.from(token.name);
        assert.deepEqual([...bytes], [...own], `wrong bytes for token ${token.id}`);
        some = true;
        parts ||= Buffer.from(own).toString('utf8').includes('\uFFFD');
      }
      if (!some) return 'undefined';
      return parts ? 'true, of parts too' : 'true';
    }),
  },
  {
    name: 'ids',
    check: onDistributions((_distribution, subject, matched) => {
      for (const [{ id }, token] of matched) assert.equal(id, subject.ids ? token.id : undefined);
      return subject.ids ? 'true' : 'undefined';
    }),
  },
  {
    name: 'vocabulary',
    check: onDistributions((distribution, subject) => {
      const vocabularySize = vocabularySizeOf(distribution);
      assert.equal(vocabularySize, subject.vocabularySize);
      return vocabularySize === undefined ? 'undefined' : 'true';
    }),
  },
];

const asking: readonly Behaviour[] = [
  {
    name: 'neutral request',
    check: onDistributions(({ request: { body } }) => {
      const sent = (wanted: object) =>
        Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(body[name], value));
      assert(sent(neutral), 'a neutral parameter was not sent');
      const strangers = Object.keys(neutralLocally).some((name) => name in body);
      assert(sent(neutralLocally) || !strangers, 'some of the local parameters were not sent');
      return strangers ? 'all eleven' : 'four; it refuses the others';
    }),
  },
  {
    name: 'request shown',
    check: (_subject, gathered) => {
      const requests = [...gathered.distributions, ...gathered.replies.map(({ completion }) => completion)];
      for (const { request } of requests) assert(isOnWire(gathered, request), 'what is shown was not sent');
      return 'as sent';
    },
  },
  {
    name: 'scale',
    check: (subject, { scale, distributions }) => {
      assert.equal(scale, subject.scale);
      for (const distribution of distributions) assert.equal(distribution.scale, 'raw');
      return scale;
    },
  },
];

const generating: readonly Behaviour[] = [
  {
    name: 'draw',
    check: (subject, { draws, noDraw }) => {
      if (subject.route === undefined || subject.texts === 'id') {
        assert(noDraw instanceof ModelError);
        assert.equal(noDraw.kind, subject.route === undefined ? 'no-logprobs' : 'unsupported');
        return 'says it cannot';
      }
      assert.equal(noDraw, undefined);
      for (const { tokens, sent } of draws) {
        const expected = firstCharacter(subject.drawn(sent.body, tokens));
        const text = textOf(expected.map((token) => ({ text: token.name ?? '', bytes: token.bytes })));
        assert.equal(tokens.length, expected.length);
        assert.equal(textOf(tokens), text);
      }
      return 'a whole character';
    },
  },
  {
    name: 'reply',
    check: (subject, { replies }) => {
      for (const { completion, shown } of replies) {
        const { tokens, text } = completion;
        const expected = subject.drawn(completion.request.body, tokens ?? []);
        assert.equal(shown.at(-1) ?? '', text);
        if (!subject.repliesWithLogprobs) {
          assert.equal(text, expected.text);
          assert.equal(tokens, undefined);
          assert.equal(completion.notices.length, text === '' ? 2 : 1);
          continue;
        }
        assert(expected.text.startsWith(text));
        checkReplyTokens(expected.tokens, tokens ?? []);
      }
      return subject.repliesWithLogprobs ? 'each token in its place' : 'text, and a notice';
    },
  },
];

const given: readonly Behaviour[] = [
  {
    name: 'scoring',
    check: (subject, { scored }) => {
      if (subject.scoring === 'none') {
        assert(scored instanceof ModelError);
        assert.equal(scored.kind, 'unsupported');
        return 'says it cannot';
      }
      if (scored instanceof ModelError) throw scored;
      assert.equal(scored.method, subject.scoring);
      if (subject.texts === 'text') assert.equal(textOf(scored.tokens), givenText);
      for (const [place, token] of scored.tokens.entries()) {
        const { probability } = token;
        // A space that the tokenizer puts in front is no part of the text.
        const before = textOf(scored.tokens.slice(0, place));
        if (probability !== undefined) {
          const body = continuing(scored.request.body, scored.tokens.slice(0, place));
          const truth = subject.truthAt(body, [{ ...token, logprob: 0 }]);
          const { low, high } = probability;
          // A word that no listed token begins is one, whatever it is cut into; an instructed answer starts without a space.
          const begins = [givenText.slice(before.length), givenText.slice(before.length).trimStart()];
          const isTrue = truth.some(({ bytes, probability: p }) => {
            const text = Buffer.from(bytes).toString('utf8');
            const isOwn = text === token.text || text === token.text.trimStart();
            const isHere = low === high ? isOwn : text !== '' && begins.some((rest) => rest.startsWith(text));
            return isHere && p >= low - massRounding && p <= high + massRounding;
          });
          assert(isTrue, `“${token.text}” after “${before}” has not ${probability.low} to ${probability.high}`);
        }
      }
      return scored.method;
    },
  },
  {
    name: 'tokenizer',
    check: (subject, { tokenized }) => {
      if (subject.tokenizer === 'none') {
        assert(tokenized instanceof ModelError);
        assert.equal(tokenized.kind, 'unsupported');
        return 'says it has none';
      }
      if (tokenized instanceof ModelError) throw tokenized;
      assert.equal(textOf(tokenized.tokens), givenText);
      return subject.tokenizer;
    },
  },
];

/** The first request for a text as it asks to go on from more tokens of it. */
function continuing(
  body: Readonly<Record<string, unknown>>,
  tokens: readonly Pick<Candidate, 'id' | 'text' | 'bytes'>[],
): Readonly<Record<string, unknown>> {
  if (Array.isArray(body.prompt)) return { ...body, prompt: [...body.prompt, ...tokens.map(({ id }) => id)] };
  const text = textOf(tokens);
  if (!Array.isArray(body.messages)) return { ...body, prompt: text };
  const messages: readonly object[] = body.messages;
  return { ...body, messages: [...messages.slice(0, -1), { ...messages.at(-1), content: text }] };
}

/** However text was split or cut, every token stands in its place with its own value. */
function checkReplyTokens(expected: readonly (TrueTokenWithValue | undefined)[], tokens: readonly Candidate[]): void {
  assert.equal(tokens.length, expected.length);
  const told: number[] = [];
  const truth: number[] = [];
  for (const [place, token] of tokens.entries()) {
    const wanted = expected[place];
    assert(wanted !== undefined && isShownAs(wanted, token), `“${token.text}” stands at ${place}`);
    if (token.logprob === UNLISTED_LOGPROB) continue;
    assert(Math.abs(token.logprob - wanted.logprob) < rounding, `${token.logprob} is not ${wanted.logprob}`);
    told.push(token.logprob);
    truth.push(wanted.logprob);
  }
  if (told.length > 0) assert(Math.abs(perplexity(told) - perplexity(truth)) < 1e-3);
}

type TrueTokenWithValue = ReturnType<Subject['drawn']>['tokens'][number];

const failing: readonly Behaviour[] = (['tooLong', 'unknownModel', 'wrongKey'] as const).map((name) => ({
  name: { tooLong: 'too long', unknownModel: 'unknown model', wrongKey: 'wrong key' }[name],
  check: ({ errors }, { failures }) => {
    const failure = failures[name];
    if (errors[name] === undefined) {
      assert.equal(failure, undefined);
      return 'answers';
    }
    assert(failure instanceof ModelError, `${String(failure)} is no ModelError`);
    assert.equal(failure.kind, errors[name]);
    assert.match(failure.message, /^\p{Lu}.*[.”]$|^[\d.:]+ .*[.”]$/u);
    return failure.kind;
  },
}));

/** The whole contract. */
export const behaviours: readonly Behaviour[] = [...listing, ...asking, ...generating, ...given, ...failing];
