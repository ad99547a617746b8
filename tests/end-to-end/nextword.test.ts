import type { APIMessage } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import {
  buttonsOf,
  choose,
  componentsOf,
  entriesOf,
  ODD_PROMPTS,
  open,
  picturesOf,
  readText,
  useRoom,
} from './harness.js';

const room = useRoom();

const FRANCE = 'The capital of France is';
const CAT = 'The cat sat on the';

/** The listed probabilities in percent as a table tells them, where they are no range. */
function listed(text: string): { percent: number; token: string }[] {
  return [...text.matchAll(/^ *(?:< )?([\d.]+)% {2}(\S.*)$/gm)].map(([, percent, token = '']) => ({
    percent: Number(percent),
    token,
  }));
}

/** What **Details** says of a chart. */
const detailsOf = async (message: APIMessage) => readText(await open(room().person, message, 'Details'));

const hasPath = (message: APIMessage) => readText(message).includes('→');

describe('/nextword', () => {
  test('is a picture, a sentence and the next move', async () => {
    const message = await room().person.slash('nextword', { prompt: FRANCE }).settled();
    const [asked = '', sentence = '', smallPrint = '', ...more] = readText(message).split('\n');
    expect(more).toEqual([]);
    expect(asked).toBe('`The capital of France is▮`');
    expect(sentence).toMatch(/^\*\*“Paris”\*\* is far ahead with \*\*\d\d%\*\*\./);
    expect(smallPrint.replaceAll('\\', '')).toBe('-# tokenscope-tiny · temperature 1');
    expect(picturesOf(message)).toHaveLength(1);
    expect(picturesOf(message)[0]?.alt).toContain('What comes next?');
    expect(buttonsOf(message)).toEqual({
      'Add “Paris”': 'enabled',
      Roll: 'enabled',
      Undo: 'disabled',
      Explain: 'enabled',
    });
    expect(componentsOf(message).filter(({ type }) => type === 3)).toHaveLength(1);
    expect(Object.keys(entriesOf(message))).toEqual(
      expect.arrayContaining(['Draw at temperature 0.7', 'Other settings…', 'Temperature', 'Sampling', 'Details']),
    );
  });

  test('Details has the figures of the chart, the most likely tokens first, and what is hidden last', async () => {
    const message = await room().person.slash('nextword', { prompt: FRANCE }).settled();
    const read = await detailsOf(message);
    const rows = listed(read);
    expect(rows[0]?.token).toBe('·Paris');
    expect(rows[0]?.percent).toBeGreaterThan(50);
    expect(rows).toHaveLength(9);
    expect(rows.at(-1)?.token).toBe(`${(4003 - 8).toLocaleString('en')} other tokens together`);
    const tokens = rows.slice(0, -1).map(({ percent }) => percent);
    expect(tokens).toEqual([...tokens].sort((a, b) => b - a));
    // Rounded figures: each is off by at most half a percent.
    expect(Math.abs(rows.reduce((sum, { percent }) => sum + percent, 0) - 100)).toBeLessThan(6);
    expect(read).toMatch(/\*\*Entropy\*\* [\d.]+ bits/);
    expect(read).toContain('**Model:** `tokenscope-tiny`');
    expect(read).toContain('`POST /completions`');
    const { alt = '' } = picturesOf(message)[0] ?? {};
    // A token that is a sign is told by its name.
    const words = rows.filter(({ token }) => /^·?\w+$/.test(token));
    expect(words.length).toBeGreaterThan(4);
    for (const { token } of words) expect(alt).toContain(token);
  });

  test('any bar can be added from the menu, whose figures are the chart’s', async () => {
    const { person } = room();
    // With a seed the roll adds a token, and does not end the text.
    const message = await person.slash('nextword', { prompt: CAT, seed: 1 }).settled();
    const { alt = '' } = picturesOf(message)[0] ?? {};
    const bars = Object.entries(entriesOf(message)).filter(([label]) => label.startsWith('Add'));
    expect(bars).toHaveLength(7);
    for (const [label, chance] of bars) {
      // A token that is a sign is told by its name.
      const word = /“(\w+)”/.exec(label)?.[1] ?? '';
      expect(alt).toContain(`${word} ${chance}`);
    }

    const [label = '', chance = ''] = bars[2] ?? [];
    const token = /“(.*)”/.exec(label)?.[1] ?? '';
    const added = await choose(person, message, label).settled(hasPath);
    expect(added.id).toBe(message.id);
    // Somebody chose it, so that it is bold, and stays so.
    expect(readText(added)).toContain(`\`${CAT}\` → **\`·${token}\`** ${chance} → ▮`);
    expect(readText(added)).toContain(`**“${token}”** was chosen.`);
    const rolled = await person.press(message.id, 'Roll').settled((now) => /→.*→.*→/.test(readText(now)));
    expect(readText(rolled)).toContain(`**\`·${token}\`** ${chance} → \``);
  });

  test('a long chart has two pages, and then Undo is in the menu, so that all buttons stand in one row', async () => {
    const { person } = room();
    const message = await person.slash('nextword', { prompt: CAT, candidates: 10 }).settled();
    expect(Object.keys(buttonsOf(message))).toEqual(['◀', '▶', 'Add “mat”', 'Roll', 'Explain']);
    const next = await person
      .press(message.id, '▶')
      .settled((now) => picturesOf(now)[0]?.alt.startsWith('Picture 2 of 2') ?? false);
    const bars = Object.keys(entriesOf(next)).filter((label) => label.startsWith('Add'));
    expect(bars).toHaveLength(9);
    const added = await choose(person, next, bars.at(-1) ?? '').settled(hasPath);
    // All of them, and every other command.
    expect(Object.keys(entriesOf(added)).length).toBeLessThanOrEqual(25);
    expect(Object.keys(entriesOf(added)).at(-1)).toBe('Details');
    const undone = await choose(person, added, 'Undo').settled((now) => !hasPath(now));
    expect(readText(undone)).toContain(`\`${CAT}▮\``);
  });

  test('Explain works an example with the chart’s own numbers, and its button opens the next command', async () => {
    const { person } = room();
    const message = await person.slash('nextword', { prompt: CAT }).settled();
    const lesson = await person.press(message.id, 'Explain').settled();
    expect(Number(lesson.flags) & 64).toBe(64);
    const [, ...figures] =
      /“mat” has [\d.]+%.*\. ([\d.]+)% \+ ([\d.]+)% \+ ([\d.]+)% = ([\d.]+)%\. 100% − \4% = ([\d.]+)% is left/.exec(
        readText(lesson),
      ) ?? [];
    const [one = 0, two = 0, three = 0, sum = 0, rest = 0] = figures.map(Number);
    expect(sum).toBeGreaterThan(0);
    expect(one + two + three).toBeCloseTo(sum, 5);
    expect(100 - sum).toBeCloseTo(rest, 5);
    const next = await person
      .press(lesson.id, 'See it at five temperatures')
      .settled((now) => picturesOf(now).length > 0);
    expect(readText(next)).toContain(CAT);
    expect(picturesOf(next)[0]?.alt).toContain('What comes next at each temperature?');
  });

  test('other commands take over the text as it stands with its settings, and hand them back', async () => {
    const { person } = room();
    const chart = await person.slash('nextword', { prompt: FRANCE, temperature: 0.5, min_p: 0.05, seed: 7 }).settled();
    const added = await person.press(chart.id, 'Add “Paris”').settled(hasPath);
    const settings = 'temperature 0.5 · min-p 0.05';
    const cut = await open(person, added, 'Sampling');
    expect(readText(cut)).toContain(`${FRANCE} Paris▮`);
    expect(readText(cut)).toContain(settings);
    expect(cut.id).not.toBe(chart.id);
    const back = await open(person, cut, 'Next word');
    expect(readText(back)).toMatch(/^`The capital of France is Paris▮`/);
    expect(readText(back)).toContain(`${settings} · seed 7`);
  });

  test('Add, Roll and Undo go on in the same message, and Details keeps the path’s probabilities', async () => {
    const { person } = room();
    const first = await person.slash('nextword', { prompt: FRANCE }).settled();
    const paris = listed(await detailsOf(first))[0]?.percent ?? 0;

    const added = await person.press(first.id, 'Add “Paris”').settled(hasPath);
    expect(added.id).toBe(first.id);
    expect(readText(added)).toContain(`\`The capital of France is\` → **\`·Paris\`** ${paris}% → ▮`);
    const read = await detailsOf(added);
    expect(read).toContain(`**Path** \`·Paris\` ${paris}% (chosen)`);
    const [, percent, bits] = read.match(/exactly this path: ([\d.]+)% \(([\d.]+) bits\)/) ?? [];
    expect(Number(percent)).toBe(paris);
    expect(Math.abs(Number(bits) + Math.log2(paris / 100))).toBeLessThan(0.02);

    const rolled = await person
      .press(first.id, 'Roll')
      .settled((now) => /was drawn|unlikely draw/i.test(readText(now)));
    expect(readText(rolled)).toMatch(/was drawn|An unlikely draw/);
    const undone = await person.press(first.id, 'Undo').settled((now) => !/→.*→.*→/.test(readText(now)));
    expect(readText(undone)).toContain('The capital of France is');
  });

  test('a seed draws the same again, press by press, and no two presses alike', async () => {
    // One person may not start as many runs in a minute as all of these tests do.
    const person = room().playground.join('Cleo');
    const prompt = 'Once upon a time, there was a';
    const play = async () => {
      let message = await person.slash('nextword', { prompt, temperature: 1.5, seed: 11 }).settled();
      const drawn: string[] = [];
      for (let press = 1; press <= 4; press += 1) {
        const before = readText(message);
        message = await person.press(message.id, 'Roll').settled((now) => readText(now) !== before);
        drawn.push(readText(message).split('\n')[1] ?? '');
        if (!('Undo' in buttonsOf(message)) || buttonsOf(message).Undo === 'disabled') continue;
        const after = readText(message);
        message = await person.press(message.id, 'Undo').settled((now) => readText(now) !== after);
      }
      return drawn;
    };
    const [one, other] = [await play(), await play()];
    expect(one).toEqual(other);
    expect(new Set(one).size).toBeGreaterThan(1);
  });

  test('settings are entries of the menu, and rescale the chart, to exact figures where every token is listed', async () => {
    const { person, exchanges } = room();
    const message = await person.slash('nextword', { prompt: FRANCE }).settled();
    const hot = await choose(person, message, 'Draw at temperature 2').settled((now) =>
      readText(now).includes('temperature 2'),
    );
    expect(picturesOf(hot)[0]?.alt).toMatch(/·Paris [\d.]+%;/);
    expect(await detailsOf(hot)).not.toMatch(/\d%–\d|between/);
    expect(Object.keys(entriesOf(hot))).toContain('Draw at temperature 1');
    expect(Object.keys(entriesOf(hot))).not.toContain('Draw at temperature 2');
    const cold = await choose(person, hot, 'Draw at temperature 0').settled((now) =>
      readText(now).includes('temperature 0'),
    );
    expect(readText(cold)).toContain('Temperature 0 always takes the likeliest token: **“Paris”**.');
    expect(picturesOf(cold)[0]?.alt).toContain('·Paris 100%');

    const form = await choose(person, cold, 'Other settings…').modal();
    expect(JSON.stringify(form)).toContain('"value":"0"');
    const set = await person
      .submit(form, { temperature: '1,2', top_k: '3', top_p: '', min_p: '', seed: '5' })
      .settled((now) => readText(now).includes('top-k 3'));
    expect(readText(set).replaceAll('\\', '')).toContain('temperature 1.2 · top-k 3 · seed 5');
    expect(readText(set)).toContain('**3 tokens can still be drawn.**');
    const again = await choose(person, set, 'Other settings…').modal();
    const refused = await person.submit(again, { seed: 'x' }).followup(0);
    expect(readText(refused)).toContain('The seed is a whole number from 0 to');
    expect(exchanges.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  test('top-k and top-p mark what they cut, and say what is left', async () => {
    const { person } = room();
    const byK = await person.slash('nextword', { prompt: FRANCE, top_k: 2, candidates: 5 }).settled();
    expect(readText(byK)).toContain('**2 tokens can still be drawn.**');
    const read = await detailsOf(byK);
    // Three of five, and all that are not charted.
    expect(read.match(/cut by top-k/g)).toHaveLength(4);
    const kept = [...read.matchAll(/→ ([\d.]+)%/g)].map(([, share]) => Number(share));
    expect(kept).toHaveLength(2);
    expect(Math.abs(kept.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(1);
    expect(picturesOf(byK)[0]?.alt).toContain('cut by top-k');
    const byP = await person.slash('nextword', { prompt: FRANCE, top_p: 0.5, candidates: 4 }).settled();
    expect((await detailsOf(byP)).match(/cut by top-p/g)).toHaveLength(4);
  });

  test('of two people who press the same button at once, one moves on and the other changes nothing', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const message = await person.slash('nextword', { prompt: 'Once upon a time' }).settled();
    const add = Object.keys(buttonsOf(message)).find((label) => label.startsWith('Add')) ?? '';
    const presses = [person.press(message.id, add), ben.press(message.id, add)];
    await expect.poll(() => presses.map((press) => press.history.length)).toEqual([1, 1]);
    const now = person.message(message.id) ?? message;
    expect(readText(now)).toContain('Somebody was faster, so this press changed nothing.');
    expect(readText(now)).not.toMatch(/→.*→.*→/);
    const on = Object.keys(buttonsOf(now)).find((label) => label.startsWith('Add')) ?? '';
    const moved = await ben.press(message.id, on).settled((later) => /→.*→.*→/.test(readText(later)));
    expect(readText(moved)).toContain('was chosen.');
  });

  test('a temperature is used and shown to two decimals', async () => {
    const { person } = room();
    const message = await person
      .slash('nextword', { prompt: 'Once upon a time', temperature: 0.30000000000000004 })
      .settled();
    expect(readText(message)).toContain('temperature 0.3');
    expect(readText(message)).not.toContain('0.30');
  });

  test('the model option suggests what the endpoint lists', async () => {
    const { person } = room();
    expect(await person.autocomplete('nextword', { prompt: 'x', model: 'TINY' }, 'model')).toEqual([
      { name: 'tokenscope-tiny', value: 'tokenscope-tiny' },
    ]);
    expect(await person.autocomplete('nextword', { prompt: 'x', model: 'gpt' }, 'model')).toEqual([]);
  });

  test.each(ODD_PROMPTS)('any prompt gets a chart or a sentence: %s', async (_, prompt) => {
    const person = room().playground.join('Dan');
    const message = await person.slash('nextword', { prompt, candidates: 10 }).settled();
    expect(picturesOf(message).length === 1 || /too long|context/.test(readText(message))).toBe(true);
    expect(message.mention_everyone).toBe(false);
  });
});
