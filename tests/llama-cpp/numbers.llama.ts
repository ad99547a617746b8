import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttonsOf, componentsOf, entriesOf, open, readText, useRoom } from '../end-to-end/harness.js';
import { readTables } from '../end-to-end/read-table.js';
import { countRequests } from './count-requests.js';
import { type ModelKind, type OpenedModel, openSmall } from './open-small.js';
import { type LlamaServer, openLlamaServer } from './server/open-server.js';
import { createTally } from './tally.js';
import { TEXTS } from './texts.js';
import { createTruth, type Truth } from './truth.js';

/** A token as the files behind **Details** have it. */
interface FileToken {
  readonly id: number | null;
  readonly text: string;
  readonly logprob: number;
  readonly listed_mass?: number;
  readonly hidden_mass?: number;
  readonly alternatives?: readonly FileToken[];
}

interface ReplayFile {
  readonly request: { readonly body: { readonly prompt?: string | number[]; readonly messages?: object[] } };
  readonly answer: {
    readonly candidates?: readonly FileToken[];
    readonly listed_mass?: number;
    readonly hidden_mass?: number;
    readonly tokens?: readonly FileToken[];
  };
}

const TEMPERATURES = [0.3, 1, 1.6, 2];
const CUTS: readonly Readonly<Record<string, number>>[] = [
  { temperature: 0.3, top_k: 3 },
  { temperature: 1.6, top_p: 0.9 },
  { temperature: 2, min_p: 0.1 },
];
/** A few of them, for commands that take long. */
const FEW_TEXTS = TEXTS.slice(0, 5);
const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const hasFile = (message: APIMessage) => componentsOf(message).some(({ file }) => file !== undefined);

describe.each<ModelKind>(['bytes', 'pieces'])('the model with %s', (kind) => {
  const tally = createTally();
  const requests = countRequests();
  let opened: OpenedModel;
  let server: LlamaServer;
  let truth: Truth;
  beforeAll(async () => {
    opened = openSmall(kind);
    truth = createTruth(opened.llama);
    server = await openLlamaServer(opened.llama, { model: opened.model.name });
  });
  afterAll(async () => {
    console.info(
      `${kind}: numbers compared, right\n${tally.table()}\n\n${requests.table()}\n\n${tally.wrong.join('\n')}`,
    );
    await server.close();
    opened.close();
  });
  const room = useRoom(() => ({ baseURL: server.baseURL }));

  const run = (command: string, options: Record<string, string | number>) =>
    requests.of(server, `/${command}`, () => room().person.slash(command, options).settled(isDone, 60_000));

  async function details(
    message: APIMessage,
  ): Promise<{ readonly text: string; readonly file: ReplayFile | undefined }> {
    const { person, fetchFile } = room();
    if (!('Details' in buttonsOf(message)) && !('Details' in entriesOf(message))) return { text: '', file: undefined };
    const card =
      'Details' in buttonsOf(message)
        ? await person.press(message.id, 'Details').settled()
        : await open(person, message, 'Details', (shown) => readText(shown) !== '');
    const url = componentsOf(card).flatMap(({ file }) => file ?? [])[0]?.url;
    const file = url?.includes('.json') === true ? JSON.parse((await fetchFile(url)).toString('utf8')) : undefined;
    return { text: readText(card), file };
  }

  /** What was asked, as ids. */
  function askedIds({ request: { body } }: ReplayFile): number[] {
    const { prompt, messages } = body;
    if (Array.isArray(prompt)) return [...prompt];
    if (prompt !== undefined) return truth.ids(prompt);
    const input = { bos_token: '', eos_token: opened.llama.piece(opened.llama.end, true).toString() };
    return truth.ids(opened.llama.renderChat({ ...input, messages, add_generation_prompt: true }));
  }

  function compareCandidates(part: string, { answer }: ReplayFile, ids: readonly number[], where: string): void {
    const known = truth.after(ids);
    for (const { id, logprob } of answer.candidates ?? []) {
      tally.told(part, Math.exp(logprob), known[id ?? -1] ?? Number.NaN, `${where}, token ${id}`);
    }
    const listed = (answer.candidates ?? []).reduce((sum, { id }) => sum + (known[id ?? -1] ?? Number.NaN), 0);
    tally.told(part, answer.listed_mass ?? Number.NaN, listed, `${where}, listed mass`);
  }

  function compareTokens(part: string, file: ReplayFile, where: string): void {
    const ids = askedIds(file);
    for (const [place, token] of (file.answer.tokens ?? []).entries()) {
      const known = truth.after(ids);
      for (const { id, logprob } of [token, ...(token.alternatives ?? [])]) {
        if (id !== null) {
          tally.told(part, Math.exp(logprob), known[id] ?? Number.NaN, `${where}, place ${place + 1}, token ${id}`);
        }
      }
      if (token.id === null) return;
      ids.push(token.id);
    }
  }

  /** Rows of a table beside the tokens from the likeliest on; the row of all others has what is left. */
  function compareRows(
    part: string,
    text: string,
    columns: (head: string) => ((id: number) => number) | undefined,
    ranked: readonly number[],
    where: string,
  ): void {
    for (const { heads, rows } of readTables(text, /T = /)) {
      const named = rows.filter(({ label }) => !/ together|bits of/.test(label));
      for (const [column, head] of heads.entries()) {
        const known = columns(head);
        if (known === undefined) continue;
        let left = ranked.reduce((sum, id) => sum + known(id), 0);
        for (const [at, { figures }] of named.entries()) {
          const figure = figures[column];
          const share = known(ranked[at] ?? -1);
          left -= share;
          if (figure !== undefined) tally.within(part, figure, 100 * share, `${where}, ${head}, rank ${at + 1}`);
        }
        const others = rows.find(({ label }) => label.includes(' together'))?.figures[column];
        if (others !== undefined) tally.within(part, others, 100 * left, `${where}, ${head}, all others`);
      }
    }
  }

  test.each(TEXTS)('the next token after %j', async (text) => {
    const ids = truth.ids(text);
    const message = await run('nextword', { prompt: text });
    const { text: told, file } = await details(message);
    if (file === undefined) throw new Error(readText(message));
    tally.same('/nextword, what is asked', askedIds(file), ids, text);
    compareCandidates('/nextword', file, ids, text);
    for (const [at, [, shown = '']] of [...told.matchAll(/^ *([<>]? ?[\d.]+%) {2}(?!.* together)/gm)].entries()) {
      const id = truth.ranked(ids)[at] ?? -1;
      tally.shown('/nextword, as shown', shown, truth.after(ids)[id] ?? Number.NaN, `${text}, rank ${at + 1}`);
    }
  });

  test.each(FEW_TEXTS)('temperatures and cuts after %j', async (text) => {
    const ids = truth.ids(text);
    const ranked = truth.ranked(ids);
    const heated = await details(await run('temperature', { prompt: text }));
    const atTemperature = (head: string) => {
      const temperature = Number(head.replace('T = ', ''));
      const left = new Map(truth.left(ids, { temperature }, true).map(({ id, probability }) => [id, probability]));
      return (id: number) => left.get(id) ?? 0;
    };
    compareRows('/temperature', heated.text, atTemperature, ranked, text);
    const known = truth.after(ids);
    for (const cut of CUTS) {
      const { temperature = 1, top_k: topK = 0, top_p: topP = 1, min_p: minP = 0 } = cut;
      const shown = await details(await run('sampling', { prompt: text, ...cut }));
      const kept = new Map(
        truth.left(ids, { temperature, topK, topP, minP }, true).map(({ id, probability }) => [id, probability]),
      );
      const columns = (head: string) => {
        if (head === 'before') return (id: number) => known[id] ?? Number.NaN;
        if (head === 'after') return (id: number) => kept.get(id) ?? 0;
        return head.startsWith('T = ') ? atTemperature(head) : undefined;
      };
      compareRows('/sampling', shown.text, columns, ranked, `${text}, ${JSON.stringify(cut)}`);
    }
  });

  test.each(TEXTS)('how likely %j is', async (text) => {
    const { person, fetchFile } = room();
    const message = await run('surprise', { text });
    const where = JSON.stringify(text);
    if (!('All tokens as a list' in entriesOf(message))) {
      tally.same('/surprise, is told', readText(message), 'a list', where);
      return;
    }
    const list = await open(person, message, 'All tokens as a list', hasFile);
    const url = componentsOf(list).flatMap(({ file }) => file ?? [])[0]?.url ?? '';
    const [, ...rows] = (await fetchFile(url)).toString('utf8').trimEnd().split('\n');
    // A text that is given is read as text, whatever control tokens it names.
    const ids = opened.llama.tokenize(text, { special: true, parse: false });
    const own = ids[0] === opened.llama.beginning ? 1 : 0;
    tally.same('/surprise, places', rows.length, ids.length - own, where);
    for (const [place, row] of rows.entries()) {
      const [, , probability = '', , rank = ''] = row.split('\t');
      const before = ids.slice(0, place + own);
      const share = truth.after(before)[ids[place + own] ?? -1] ?? Number.NaN;
      if (probability === '') tally.same('/surprise, left out', row, 'a number', where);
      else if (/^[≤≥]/.test(probability))
        tally.shown('/surprise', `${probability[0]} ${100 * Number(probability.slice(2))}`, share, where);
      else tally.told('/surprise', Number(probability), share, `${where}, place ${place + 1}`);
      if (/^\d+$/.test(rank)) {
        tally.same('/surprise, rank', Number(rank), truth.ranked(before).indexOf(ids[place + own] ?? -1) + 1, where);
      }
    }
  });

  test.each(FEW_TEXTS)('a path on from %j, by Add, Roll and Undo', async (text) => {
    const { person } = room();
    const message = await run('nextword', { prompt: text });
    const steps = ['Add', 'Roll', 'Roll', 'Undo'];
    for (const step of steps) {
      const label = Object.keys(buttonsOf(message)).find((each) => each.startsWith(step)) ?? step;
      const now = await requests.of(server, `/nextword, ${step}`, () =>
        person.press(message.id, label).settled(isDone),
      );
      const { file, text: told } = await details(now);
      if (file === undefined) throw new Error(readText(now));
      const path = [...told.matchAll(/`[^`]+` (?:at most )?([<>]? ?[\d.]+%)/g)];
      expect(path.length).toBeGreaterThanOrEqual(0);
      compareCandidates(
        `/nextword, ${step}`,
        file,
        askedIds(file),
        `${text}, ${step}, ${JSON.stringify(file.request.body.prompt)}`,
      );
    }
  });

  test.each(FEW_TEXTS)('what is written after %j', async (text) => {
    for (const temperature of TEMPERATURES) {
      const { file, text: told } = await details(
        await run('generate', { prompt: text, tokens: 12, temperature, seed: 5 }),
      );
      if (file === undefined) throw new Error(told);
      compareTokens('/generate', file, `${text}, temperature ${temperature}`);
    }
  });

  test('answers to questions', async () => {
    for (const question of ['Why is the sky blue?', 'Who are you?']) {
      const message = await run('ask', { question });
      const { file } = await details(message);
      if (file === undefined) tally.same('/ask, has details', readText(message), 'details', question);
      else compareTokens('/ask', file, question);
    }
    const { person, fetchFile } = room();
    const message = await run('compare', { prompt: 'Why is the sky blue?', values: '0.5, 1.5', tokens: 10, seed: 4 });
    for (const entry of Object.keys(entriesOf(message)).filter((label) => label.startsWith('Details of'))) {
      const card = await open(person, message, entry, (shown) => readText(shown) !== '');
      const url = componentsOf(card).flatMap(({ file }) => file ?? [])[0]?.url ?? '';
      if (!url.includes('.json')) continue;
      const file: ReplayFile = JSON.parse((await fetchFile(url)).toString('utf8'));
      if (file.answer.candidates !== undefined) compareCandidates('/compare, first token', file, askedIds(file), entry);
      else compareTokens('/compare', file, entry);
    }
  });

  test.each(TEXTS)('the tokens of %j', async (text) => {
    for (const around of ['nothing', 'special', 'chat'] as const) {
      const shown = await run('tokenize', { text, encoding: 'model', around }).catch((error: unknown) => String(error));
      if (typeof shown === 'string') {
        tally.same('/tokenize, answers', shown.slice(0, 200), 'an answer', `${around} ${text}`);
        continue;
      }
      const count = Number(/\*\*([\d,]+) tokens?\*\*/.exec(readText(shown))?.[1]?.replaceAll(',', '') ?? Number.NaN);
      const input = { bos_token: '', eos_token: opened.llama.piece(opened.llama.end, true).toString() };
      const chat = { ...input, messages: [{ role: 'user', content: text }], add_generation_prompt: true };
      const known = {
        nothing: opened.llama.tokenize(text, { special: false, parse: false }),
        special: truth.ids(text),
        chat: truth.ids(opened.llama.renderChat(chat)),
      }[around];
      tally.same(`/tokenize ${around}, count`, count, known.length, text);
    }
  });

  test('every number is right', () => {
    expect(tally.wrong).toEqual([]);
  });
});
