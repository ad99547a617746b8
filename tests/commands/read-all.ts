import { expect } from 'vitest';
import { altText } from '../../src/charts/alt.js';
import type { Reply } from '../../src/discord/reply.js';
import type { Services } from '../../src/services.js';
import { commandNamed } from './command-named.js';
import { press, wordsOf } from './press.js';

/** What a reply says, in its pictures and menus too. */
export function wordsOfAll(reply: Reply): string {
  const pictures = reply.blocks.flatMap((block) =>
    block.kind === 'picture' ? altText(block.picture, { longest: 1e5 }) : [],
  );
  const entries = reply.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []));
  const own = entries.filter(({ command }) => command === undefined);
  return [wordsOf(reply), ...pictures, ...own.map(({ label, description }) => `${label} ${description}`)].join('\n');
}

/** Runs commands as people do, and reads all that they say. */
export function createReader(services: () => Services) {
  const run = (name: string, options: Readonly<Record<string, string | number>>): Promise<Reply> => {
    const given = Object.entries(options).map(([option, value]) => ({ name: option, value }));
    return commandNamed(name).prepare(given)(press('-'), services());
  };

  /** What a reply says, with what Details and Explain say of it. */
  async function saidBy(name: string, reply: Reply): Promise<string> {
    const entries = reply.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []));
    const entry = entries.find(({ command, action }) => command === 'details' && action === 'from');
    if (entry === undefined) throw new Error(`/${name} leads to no Details`);
    const details = await act('details', 'from', entry);
    const explained = await act(name, 'explain', entry);
    return [reply, details, explained].map(wordsOfAll).join('\n');
  }

  function act(name: string, action: string, pressed: Partial<ReturnType<typeof press>>): Promise<Reply> {
    const found = commandNamed(name).actions[action];
    if (found === undefined) throw new Error(`/${name} has no action ${action}`);
    return found.run({ ...press(pressed.runId ?? ''), ...pressed }, services());
  }

  return { run, act, saidBy };
}

/** The run that a reply's menu is about. */
export const runIdOf = ({ blocks }: Reply): string =>
  blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []))[0]?.runId ?? '';

/** What sounds like a range and is none of a figure: luck, limits that were set, and how logarithms are found by doubling. */
const NO_FIGURES = [
  /in (at least )?95 of 100 tries [^;)\n]*/gi,
  /(?<=^ *\d+ +[\d.,]+ +)[\d,]+–[\d,]+(?= )/gm,
  /at least \S+ times as likely/g,
  /at most \d+ tokens$/gm,
  /lies between \d+ and \d+ bits/g,
];

/** How a figure is said that is not fully known. */
const RANGES = [
  /\d%?–(< )?\d/,
  /\bbetween (less than )?\d/,
  /\bat (most|least) (\*\*)?\d/i,
  /[≤≥]/,
  /^(Σ|pᵢ).* to /,
  /may be (cut|tied)/,
  /(not|nobody) (fully )?know/,
  /beyond/,
  /A range/,
  /does not list|lists only/,
];

/** Fails where some figure is said not to be fully known. */
export function expectNoRanges(said: string): void {
  const left = NO_FIGURES.reduce((text, one) => text.replace(one, ''), said);
  const lines = left.split('\n').filter((line) => RANGES.some((range) => range.test(line)));
  expect(lines).toEqual([]);
}
