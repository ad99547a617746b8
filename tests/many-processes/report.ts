import type { Drilled } from './drill.js';

/** What a drill came to, in lines for a terminal. */
export function report(drilled: Drilled): string[] {
  const { verdict, faults, interactions, tookMs, again, pressed, tooMuch, acknowledged, figures } = drilled;
  const { outcomes, away, runs, ballots, votes, walks, faulty } = verdict;
  const problems = Object.entries(faulty).flatMap(([kind, found]) => found.map((one: string) => `${kind}: ${one}`));
  return [
    `${interactions} interactions in ${(tookMs / 1000).toFixed(0)} s, and ${ratio(pressed.worked, pressed.tried)} buttons worked long after`,
    ...faults.map(({ what, from, until }) => `fault: ${what} (${((until - from) / 1000).toFixed(0)} s)`),
    `in the end: ${Object.entries(outcomes)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', ')}; ${ratio(away, outcomes.unanswered)} of those without an answer came while their bot was away`,
    `runs found in the database: ${ratio(runs - faulty.lost.length, runs)}`,
    `votes counted once: ${ratio(votes, votes)} in ${ratio(ballots - faulty.votes.length, ballots)} ballots`,
    `steps of two presses at once taken once: ${ratio(walks - faulty.steps.length, walks)}`,
    `replies that were broken off and are whole after Run again: ${ratio(again.worked, again.tried)}`,
    `one person: ${tooMuch.taken} of ${tooMuch.asked} commands taken in ${(tooMuch.tookMs / 1000).toFixed(0)} s, ${tooMuch.beyond} of ${tooMuch.atOnce} replies beyond what may be under way`,
    `acknowledged after ${acknowledged.p50} ms (middle), ${acknowledged.p99} ms (99 of 100)`,
    ...figures,
    ...problems,
  ];
}

function ratio(part: number, whole: number): string {
  return `${part} of ${whole}`;
}
