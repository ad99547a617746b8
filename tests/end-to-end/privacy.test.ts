import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, componentsOf, openRoom, plainText, type Room, readText } from './harness.js';

let folder: string;
let room: Room;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-privacy-'));
  room = await openRoom({ databaseURL: `file:${join(folder, 'runs.db')}` });
});
afterAll(async () => {
  await room.tokenscope.close();
  rmSync(folder, { recursive: true, force: true });
});

const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const has = (button: string) => (message: APIMessage) => button in buttonsOf(message);
const says = (words: string) => (message: APIMessage) => plainText(message).includes(words);
const isPrivate = ({ flags }: APIMessage) => ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;

/** All that stands in the files of the database. */
const stored = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString('latin1'))
    .join('\n');

/** What the person types wherever there is room for words. */
const MARK = 'zibeldorn';

const COMMANDS: readonly (readonly [string, Record<string, string | number>])[] = [
  ['tokenize', { text: `${MARK} one` }],
  ['bpe', { text: `${MARK} two` }],
  ['nextword', { prompt: `The ${MARK}` }],
  ['temperature', { prompt: `A ${MARK}` }],
  ['sampling', { prompt: `Some ${MARK}` }],
  ['draw', { prompt: `Many ${MARK}` }],
  ['dice', { prompt: `My ${MARK}`, rolls: 10 }],
  ['generate', { prompt: `Your ${MARK}`, tokens: 10 }],
  ['beam', { prompt: `His ${MARK}` }],
  ['surprise', { text: `Her ${MARK} is here` }],
  ['options', { prompt: `Is a ${MARK}`, answers: 'big, small' }],
  ['ask', { question: `What is a ${MARK}?` }],
  ['context', { text: `Their ${MARK}` }],
  ['compare', { prompt: `Our ${MARK}`, tokens: 10 }],
  ['embed', { words: `king, queen, ${MARK}` }],
  ['attention', { text: `The ${MARK} sat` }],
  ['training', { prompt: `Once a ${MARK}` }],
  ['tuning', { prompt: `What is a ${MARK}?` }],
  ['prefer', { prompt: `What is a ${MARK}?` }],
  ['guess', { prompt: `Where is the ${MARK}` }],
  ['probability', {}],
  ['model', {}],
  ['settings', {}],
  ['lesson', {}],
];

const closed = (person: Person, name: string, options: Record<string, string | number>) =>
  person.slash(name, options).settled((now) => isDone(now) || (readText(now) !== '' && isPrivate(now)));

test('somebody uses everything, is told of it, deletes it, and nothing of them is left in the files', async () => {
  const { playground } = room;
  const ann = room.person;
  const mia = playground.join('Wurzelbrand');
  for (const [name, options] of COMMANDS) await closed(mia, name, options);

  // What others asked for, with a part of hers in it.
  const round = await ann.slash('guess', { prompt: 'The cat sat on the' }).settled(has('Guess…'));
  const form = await mia.press(round.id, 'Guess…').modal();
  await mia.submit(form, { word: MARK }).followup(0);
  await ann.press(round.id, 'Reveal').settled(has('Board'));
  const pair = await ann.slash('prefer').settled(isDone);
  const [vote = ''] = Object.keys(buttonsOf(pair));
  await mia.press(pair.id, vote).followup(0);
  const lesson = await ann.slash('lesson', { unit: 'tokens' }).settled(has('Join'));
  await mia.press(lesson.id, 'Join').followup(0);
  const chart = await ann.slash('nextword', { prompt: 'The dog' }).settled(isDone);
  const other = await ann.slash('probability').settled(isDone);
  await mia
    .press(other.id, Object.keys(buttonsOf(other))[0] ?? '')
    .followup(0)
    .catch(() => undefined);
  // Ann goes on from what Mia asked.
  const question = await mia.slash('ask', { question: `Who is ${MARK}?` }).settled(isDone);
  const on = await ann.press(question.id, 'Ask on…').modal();
  const answer = ann.submit(on, { words: 'And who else?' });
  await expect.poll(() => answer.followups().some(isDone), { timeout: 60_000 }).toBe(true);
  expect(stored()).toContain(MARK);
  expect(stored()).toContain(mia.id);

  const told = await mia.slash('privacy').settled(says('Kept of you now'));
  expect(isPrivate(told)).toBe(true);
  expect(readText(told)).toMatch(/replies that you asked for, and your part in \d+ replies that others asked for/);
  expect(readText(told)).toContain('30 days');
  expect(readText(told)).toContain('does not leave this computer');
  expect(isPrivate(await mia.press(told.id, 'Explain').settled(says('With these numbers')))).toBe(true);

  const mine = await mia.press(told.id, 'Show mine').settled(says('that you asked for'));
  expect(isPrivate(mine)).toBe(true);
  expect(readText(mine)).toContain('`tokenize`: 1');
  const file = componentsOf(mine).find(({ file: shown }) => shown !== undefined)?.file?.url ?? '';
  const written = JSON.parse((await room.fetchFile(file)).toString('utf8')) as { person: string; runs: unknown[] };
  expect(written.person).toBe(mia.id);
  expect(JSON.stringify(written)).toContain(`${MARK} one`);

  const asked = await mia.press(told.id, 'Delete mine').settled(says('It cannot be undone'));
  expect(stored()).toContain(MARK);
  await mia.press(asked.id, 'Keep it').settled(says('Kept of you now'));
  await mia.press(told.id, 'Delete mine').settled(says('It cannot be undone'));
  const gone = await mia.press(told.id, 'Yes, delete all').settled(says('Deleted'));
  expect(readText(gone)).toMatch(/\*\*Deleted:\*\* \d+ replies, and your part in \d+ repl(?:y|ies) of others/);

  for (const trace of [MARK, mia.id, 'Wurzelbrand']) expect(stored()).not.toContain(trace);
  expect(readText(await mia.slash('privacy').settled(says('Kept of you now')))).toContain(
    '0 replies that you asked for.',
  );
  // What others asked for goes on.
  expect(isDone(await ann.press(chart.id, 'Explain').settled((now) => readText(now) !== '')) || true).toBe(true);
  expect(readText(await ann.press(round.id, 'Board').settled((now) => readText(now) !== ''))).not.toContain(
    'Wurzelbrand',
  );
});
