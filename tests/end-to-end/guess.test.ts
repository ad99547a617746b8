import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { openShortList } from '../builders/short-list.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, choose, entriesOf, open, openStage, picturesOf, plainText, readText, useRoom } from './harness.js';

const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const shows = (start: string) => (message: APIMessage) => altOf(message).startsWith(start);
const isPrivate = (message: APIMessage) => ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;

/** Guesses, and gives what the person alone is told. */
async function guess(person: Person, id: string, word: string): Promise<APIMessage> {
  const form = await person.press(id, 'Guess…').modal();
  return person.submit(form, { word }).followup(0);
}

describe('with the embedded model', () => {
  const room = useRoom();
  const ask = (options: Record<string, string> = {}) =>
    room().person.slash('guess', options).settled(shows('Which word comes next?'));

  test('guesses are private until who asked reveals them, and then each has its chance', async () => {
    const { person, playground } = room();
    const [ben, cleo] = [playground.join('Ben'), playground.join('Cleo')];
    const message = await ask();
    expect(plainText(message)).toContain('The cat sat on the▮');
    expect(altOf(message)).toContain('nobody has guessed yet');
    expect(buttonsOf(message)).toEqual({ 'Guess…': 'enabled', Reveal: 'enabled', Explain: 'enabled' });

    const taken = await guess(ben, message.id, 'Mat!');
    expect(isPrivate(taken)).toBe(true);
    expect(plainText(taken)).toContain('Your guess is **Mat**.');
    expect(person.message(taken.id)).toBeUndefined();
    await guess(cleo, message.id, 'lighthouse');
    await guess(cleo, message.id, 'mat');
    await guess(person, message.id, 'lighthouse');
    const waiting = person.message(message.id) as APIMessage;
    expect(altOf(waiting)).toContain('3 people have guessed');
    expect(JSON.stringify(waiting)).not.toMatch(/lighthouse|\b[mM]at\b/);

    const refused = await ben.press(message.id, 'Reveal').followup(0);
    expect(plainText(refused)).toContain('Only who started this round');
    const chart = await person.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    expect(altOf(chart)).toMatch(/[Mm]at 2\d%, 67% \(2 of 3\)/);
    expect(altOf(chart)).toMatch(/lighthouse < 0\.1%, 33% \(1 of 3\)/);
    expect(altOf(chart)).toMatch(/roof 1\d%, 0% \(0 of 3\)/);
    expect(plainText(chart)).toMatch(/The room and the model agree on \*\*[Mm]at\*\*: 2 of 3 guessed it/);

    const late = await ben.press(message.id, 'Board').settled(shows('Who guesses like the model?'));
    expect(altOf(late)).toMatch(
      /(Ben|Cleo) \(1 round\) 8 points; (Ben|Cleo) \(1 round\) 8 points; Ann \(1 round\) 0 points/,
    );
    expect(plainText(late)).toContain('and 1 other person lead with 8 points.');
  });

  test('a guess that comes late, for an earlier round, or is no word is refused kindly', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const message = await ask();
    const said = async (word: string) => plainText(await guess(ben, message.id, word));
    expect(await said('a soft mat')).toContain('A guess is one word, and these are several.');
    expect(await said('🐈')).toContain('A guess is one word of letters or digits');
    expect(await said(' ')).toContain('There is no word in your guess.');
    const forms = [
      await ben.press(message.id, 'Guess…').modal(),
      await ben.press(message.id, 'Guess…').modal(),
    ] as const;
    const chart = await person.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    expect(plainText(chart)).toMatch(/Nobody guessed\. The model finds \*\*mat\*\* likeliest, with 2\d%/);
    expect(plainText(await ben.submit(forms[0], { word: 'mat' }).followup(0))).toContain('this guess came too late');
    const next = await person.press(message.id, 'Go on with “mat”').settled(shows('Which word comes next? (Round 2)'));
    expect(plainText(next)).toContain('The cat sat on the mat▮');
    expect(plainText(await ben.submit(forms[1], { word: 'mat' }).followup(0))).toContain('for an earlier round');
    expect(altOf(next)).toContain('nobody has guessed yet');
  });

  test('the board goes on over rounds, and another text comes by form', async () => {
    const { person, playground } = room();
    const ben = playground.join('*Ben*');
    const message = await ask();
    await guess(ben, message.id, 'mat');
    await person.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    const form = await person.press(message.id, 'Next round…').modal();
    const next = await person
      .submit(form, { text: 'The capital of France is ' })
      .settled(shows('Which word comes next? (Round 2)'));
    expect(plainText(next)).toContain('The capital of France is▮');
    await guess(ben, message.id, 'paris');
    const chart = await person.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    expect(altOf(chart)).toMatch(/paris \d+%, 100% \(1 of 1\)/);
    const board = await person.press(message.id, 'Board').settled(shows('Who guesses like the model?'));
    expect(altOf(board)).toMatch(/\*Ben\* \(2 rounds\) 1\d(\.\d)? points$/);
    // What looks like formatting in a name is none.
    expect(readText(board)).toContain('**\\*Ben\\*** leads with');
    const back = await person.press(message.id, 'Back to the words').settled(shows('How likely was each guess?'));
    expect(altOf(back)).toBe(altOf(chart));
  });

  test('who asked may leave out a word, and nobody else', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const message = await ask();
    await guess(ben, message.id, 'Blödmann');
    const chart = await person.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    expect(altOf(chart)).toContain('Blödmann');
    expect(plainText(await choose(ben, chart, 'Leave out “Blödmann”').followup(0))).toContain('can leave out a word');
    const without = await choose(person, chart, 'Leave out “Blödmann”').settled((now) => !altOf(now).includes('Blöd'));
    expect(JSON.stringify(without)).not.toContain('Blöd');
    const details = await open(person, without, 'Details', (now) => readText(now) !== '');
    expect(readText(details)).not.toContain('Blöd');
  });

  test('room against model: a hidden text, word by word, and who predicts better', async () => {
    const { person, playground } = room();
    const ben = playground.join('Ben');
    const message = await ask({ hidden: 'Bread' });
    expect(plainText(message)).toContain('A simple bread is made of four things: flour,▮');
    expect(altOf(message)).toContain('(Bread: hidden word 1 of');
    expect(JSON.stringify(message)).not.toContain('yeast');
    await guess(ben, message.id, 'water');
    await guess(person, message.id, 'sugar');
    const first = await person.press(message.id, 'Reveal').settled(shows('Who knew the word?'));
    expect(altOf(first)).toMatch(/The room: water [^;]+\(hidden word\), 50% \(1 of 2\);/);
    expect(plainText(first)).toMatch(/The word was \*\*water\*\*\. \*\*1 of 2\*\* guessed it; the model gave it/);
    const second = await person.press(message.id, 'Next word').settled(shows('Which word comes next?'));
    expect(plainText(second)).toContain('flour, water,▮');
    await guess(ben, message.id, 'salt');
    await person.press(message.id, 'Reveal').settled(shows('Who knew the word?'));
    const race = await person.press(message.id, 'Who is better?').settled(shows('Who predicts better?'));
    expect(altOf(race)).toMatch(/mean \(2\) [^,]+, 75%$/);
    expect(plainText(race)).toMatch(/On average 75% of those who guessed had the right word/);
    expect(plainText(race)).toMatch(
      /needs \*\*\d\.\d bits a letter\*\*; the room, as an estimate, between \d\.\d and \d\.\d bits\./,
    );
    const details = await open(person, race, 'Details', (now) => readText(now) !== '');
    expect(plainText(details)).toContain('Prediction and entropy of printed English');
    const explanation = await person.press(message.id, 'Explain').settled();
    expect(plainText(explanation)).toMatch(/2 words with their spaces are 11 letters\./);
    const other = await person.press(explanation.id, 'Another hidden text').settled(shows('Which word comes next?'));
    expect(other.id).not.toBe(message.id);
    expect(plainText(other)).not.toContain('simple bread');
  });

  test('a teacher hides a text, which ends', async () => {
    // Nobody may start so many runs within a minute.
    const person = room().playground.join('Tom');
    const message = await person.slash('guess').settled(shows('Which word comes next?'));
    const form = await choose(person, message, 'Hide a text of your own…').modal();
    const started = person.submit(form, { text: 'Zwei kleine Hunde laufen über die grüne Wiese – und bellen.' });
    const hidden = await started.followup(0);
    expect(plainText(hidden)).toContain('Zwei kleine Hunde laufen über die▮');
    let now = hidden;
    for (const word of ['grüne', 'Wiese', 'und', 'bellen']) {
      await guess(person, hidden.id, word);
      now = await person.press(hidden.id, 'Reveal').settled(shows('Who knew the word?'));
      expect(altOf(now)).toMatch(new RegExp(`${word} [^;]+\\(hidden word\\), 100% \\(1 of 1\\)`));
      if ('Next word' in buttonsOf(now)) {
        await person.press(hidden.id, 'Next word').settled(shows('Which word comes next?'));
      }
    }
    expect(plainText(now)).toContain('That was the last word of this text.');
    expect(buttonsOf(now)).toHaveProperty('Another hidden text');
    const short = await choose(person, message, 'Hide a text of your own…').modal();
    expect(plainText(await person.submit(short, { text: 'Too short.' }).followup(0))).toContain('at least 10 words');
  });

  test('goes on from /nextword and to it', async () => {
    const person = room().playground.join('Eve');
    const chart = await person.slash('nextword', { prompt: 'Once upon a' }).settled((now) => 'Roll' in buttonsOf(now));
    const message = await open(person, chart, 'Guess');
    expect(plainText(message)).toContain('Once upon a▮');
    expect(entriesOf(message)).toHaveProperty('Next word');
  });

  test.each([
    ['emoji', '🙂🙂🙂'],
    ['right to left', 'مرحبا بالعالم'],
    ['code', '```js\nlet x = `1`'],
    ['the longest', `${'x'.repeat(1999)} `],
    ['mentions', '@everyone <@1>'],
  ])('takes a text of %s', async (_, prompt) => {
    // Nobody may start so many runs within a minute.
    const cleo = room().playground.join('Cleo');
    const message = await cleo.slash('guess', { prompt }).settled(shows('Which word comes next?'));
    await guess(cleo, message.id, 'قطة');
    const chart = await cleo.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    expect(altOf(chart)).toContain('قطة');
  });

  test('letters that are several characters each are no way to make a guess that no menu holds', async () => {
    const finn = room().playground.join('Finn');
    const message = await finn.slash('guess').settled(shows('Which word comes next?'));
    for (const letter of ['\uFB2C', 'İ']) {
      expect(plainText(await guess(finn, message.id, letter.repeat(40)))).toContain('can have 40 letters at most');
    }
    await guess(finn, message.id, 'x'.repeat(40));
    const chart = await finn.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    const [entry = ''] = Object.keys(entriesOf(chart)).filter((label) => label.startsWith('Leave out'));
    await choose(finn, chart, entry).settled((now) => plainText(now).includes('All guesses were taken off'));
  });

  test('a text of blanks is refused', async () => {
    expect(readText(await room().playground.join('Dan').slash('guess', { prompt: '   ' }).settled())).toContain(
      'There is no text',
    );
  });
});

describe('with an endpoint that tells no chances', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    const answer = { message: { role: 'assistant', content: 'mat' }, finish_reason: 'stop', index: 0 };
    stub = await openEndpointStub(({ path }) => {
      if (path === '/v1/models') return { json: { data: [{ id: 'chat-model' }] } };
      if (path === '/v1/chat/completions') return { json: { model: 'chat-model', choices: [answer] } };
      return { status: 404, text: 'Not Found' };
    });
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('nobody guesses in vain', async () => {
    const message = await room().person.slash('guess').settled();
    expect(buttonsOf(message)).not.toHaveProperty('Guess…');
    expect(plainText(message)).toMatch(/log-?prob|probabilit/i);
  });

  test('a hidden text is offered with the embedded model, which then answers all of it', async () => {
    const { person } = room();
    const refusal = await person.slash('guess', { hidden: 'Moss' }).followup(0);
    expect(isPrivate(refusal)).toBe(true);
    const message = await person
      .press(refusal.id, 'Use the embedded model')
      .settled(shows('Which word comes next?'), 60_000);
    await guess(person, message.id, 'grows');
    const chart = await person.press(message.id, 'Reveal').settled(shows('Who knew the word?'));
    expect(plainText(chart)).toContain('The word was **grows**.');
    expect(plainText(chart).split('\n').at(-1)).toContain('tokenscope-tiny');
  });
});

describe('with an endpoint that lists five tokens', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openShortList(5);
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('what is not known of a chance is a range, in which the true one lies', async () => {
    const { person } = room();
    const message = await person.slash('guess').settled(shows('Which word comes next?'));
    await guess(person, message.id, 'mat');
    const chart = await person.press(message.id, 'Reveal').settled(shows('How likely was each guess?'));
    const [, low, high] = /The room: mat (\d+)%–(\d+)%, 100%/.exec(altOf(chart)) ?? [];
    // The embedded model itself gives it 24%.
    expect(Number(low)).toBeLessThanOrEqual(24);
    expect(Number(high)).toBeGreaterThanOrEqual(24);
    expect(Number(high) - Number(low)).toBeLessThan(10);
    expect(plainText(chart)).toContain(`between ${low}% and ${high}%`);
  });
});

test('guesses outlive a restart, and two who reveal at once get one chart', async () => {
  const { playground, start } = await openStage();
  const first = await start();
  const [ann, ben] = [playground.join('Ann'), playground.join('Ben')];
  const message = await ann.slash('guess').settled(shows('Which word comes next?'));
  await guess(ben, message.id, 'sofa');
  await guess(ann, message.id, 'mat');
  await first.close();
  const second = await start();
  await guess(ben, message.id, 'roof');
  const reveals = [ann.press(message.id, 'Reveal'), ann.press(message.id, 'Reveal')];
  await Promise.all(reveals.map((one) => one.settled(shows('How likely was each guess?'))));
  const chart = ann.message(message.id) as APIMessage;
  expect(altOf(chart)).toMatch(/mat 2\d%, 50% \(1 of 2\); roof 1\d%, 50% \(1 of 2\)/);
  const board = await ann.press(message.id, 'Board').settled(shows('Who guesses like the model?'));
  expect(altOf(board)).toMatch(/Ann \(1 round\) 8 points; Ben \(1 round\) 7\.\d points$/);
  await second.close();
});
