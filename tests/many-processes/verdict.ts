import type { APIMessage } from 'discord-api-types/v10';
import type { Playground } from '../../src/playground/open-playground.js';
import { readText } from '../end-to-end/harness.js';
import type { Bot } from './bot.js';
import type { Inspection } from './database.js';
import { type Ballot, type Deeds, stepOf } from './deeds.js';
import { type Entry, isUnderWay, type Ledger, type Outcome, outcomeOf, runsOf } from './ledger.js';

/** What is not as it has to be, each in words with where to look; all empty where all is well. */
export interface Faulty {
  readonly unanswered: readonly string[];
  readonly stuck: readonly string[];
  readonly lost: readonly string[];
  readonly votes: readonly string[];
  readonly steps: readonly string[];
  readonly twice: readonly string[];
  readonly noted: readonly string[];
  readonly complaints: readonly string[];
}

export interface Verdict {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Of those without an answer: their bot was away. */
  readonly away: number;
  readonly runs: number;
  readonly ballots: number;
  readonly votes: number;
  readonly walks: number;
  readonly faulty: Faulty;
}

/** What is judged, and how long a first response was waited for, in milliseconds. */
interface Judged {
  readonly playground: Playground;
  readonly bots: readonly Bot[];
  readonly firstResponseMs: number;
}

/** Looks at everything that people see, and at what the database has. */
export async function judge(
  { playground, bots, firstResponseMs }: Judged,
  ledger: Ledger,
  deeds: Deeds,
  database: Inspection,
): Promise<Verdict> {
  const outcomes: Record<Outcome, number> = { unanswered: 0, finished: 0, 'broken-off': 0, sentence: 0, stuck: 0 };
  const unanswered: string[] = [];
  const stuck: string[] = [];
  const twice: string[] = [];
  let away = 0;
  for (const entry of ledger.entries) {
    const outcome = entry.wanted === 'form' ? formOf(entry) : outcomeOf(entry);
    outcomes[outcome] += 1;
    if (outcome === 'stuck') stuck.push(told(entry));
    if (outcome === 'unanswered') {
      if (wasAway(bots, entry, firstResponseMs)) away += 1;
      else unanswered.push(told(entry));
    }
    const answers = entry.invocation.followups().filter((message) => runsOf(message).length > 0);
    if (entry.pressed === undefined && answers.length > 0) twice.push(told(entry));
  }
  const messages = seenIn(playground, ledger);
  for (const message of messages) if (isUnderWay(message)) stuck.push(`message ${message.id}: ${readText(message)}`);
  const runs = [...new Set(messages.flatMap(runsOf))];
  const lost = (await database.missing(runs)).map((run) => `run ${run}`);
  const votes: string[] = [];
  for (const ballot of deeds.ballots) votes.push(...(await judgeBallot(ballot, database)));
  const steps = deeds.walks.flatMap(({ kind, by, messageId, from, rounds, taken }) => {
    const at = stepOf(kind, by.message(messageId));
    const isRight = at >= from + taken && at <= from + rounds;
    return isRight ? [] : [`${kind} ${messageId}: at ${at}, from ${from}, ${taken} of ${rounds} rounds taken`];
  });
  const underWay = await database.underWay();
  return {
    outcomes,
    away,
    runs: runs.length,
    ballots: deeds.ballots.length,
    votes: deeds.ballots.reduce((sum, { told }) => sum + told.size, 0),
    walks: deeds.walks.length,
    faulty: {
      unanswered,
      stuck,
      lost,
      votes,
      steps,
      twice,
      noted: underWay === 0 ? [] : [`${underWay} runs are still noted as under way`],
      complaints: bots.flatMap(({ name, complaints }) => complaints().map((line) => `${name}: ${line}`)),
    },
  };
}

async function judgeBallot(ballot: Ballot, database: Inspection): Promise<string[]> {
  const { kind, opener, messageId, runId, told, tried } = ballot;
  const kept = await database.votesIn(runId);
  const message = opener.message(messageId);
  const shown = message === undefined ? Number.NaN : votesShown(message);
  const isRight = kept === told.size && shown === told.size && tried.size === told.size;
  if (isRight) return [];
  return [`${kind} ${runId}: ${tried.size} voted, ${told.size} were told so, ${kept} kept, ${shown} shown`];
}

/** How many have voted, as a message says. */
export function votesShown(message: APIMessage): number {
  const [, count] =
    /answers of (\d+) p|\*\*(\d+) (?:person|people)\*\* ha/.exec(readText(message))?.filter(Boolean) ?? [];
  return Number(count ?? 0);
}

/** A form that opened leaves nothing behind once it is sent. */
function formOf(entry: Entry): Outcome {
  const { invocation } = entry;
  if (invocation.state === 'failed') return 'unanswered';
  return invocation.original() === undefined || invocation.state === 'answered' ? 'finished' : 'stuck';
}

/** Whether the bot that an interaction went to was not there when it came, or ended before it had to answer. */
function wasAway(bots: readonly Bot[], { bot, at }: Entry, firstResponseMs: number): boolean {
  const absences = bots.find(({ name }) => name === bot)?.absences ?? [];
  return absences.some(({ from, until }) => at + firstResponseMs >= from && at <= until);
}

/** All messages that somebody sees, those for one person alone too. */
function seenIn(playground: Playground, ledger: Ledger): APIMessage[] {
  const messages = new Map<string, APIMessage>();
  for (const { person, invocation, pressed } of ledger.entries) {
    const source = pressed === undefined ? undefined : person.message(pressed);
    for (const one of [invocation.original(), source, ...invocation.followups()]) {
      if (one !== undefined && one.author.id === playground.bot.id) messages.set(one.id, one);
    }
  }
  return [...messages.values()];
}

function told({ deed, bot, at, invocation, pressed, person }: Entry): string {
  const when = new Date(at).toISOString().slice(11, 23);
  const seen = invocation.original() ?? (pressed === undefined ? undefined : person.message(pressed));
  const said = seen === undefined ? 'nothing' : JSON.stringify(readText(seen).slice(-200));
  return `${deed} at ${when} on ${bot}, ${invocation.state}: ${said}`;
}
