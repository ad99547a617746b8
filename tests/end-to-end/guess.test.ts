import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, choose, entriesOf, open, openStage, picturesOf, readText, useRoom } from './harness.js';

const plainText = (message: APIMessage) => readText(message).replaceAll('\\', '');
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const shows = (start: string) => (message: APIMessage) => altOf(message).startsWith(start);
const says = (what: string | RegExp) => (message: APIMessage) =>
  typeof what === 'string' ? plainText(message).includes(what) : what.test(plainText(message));
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
    expect(JSON.stringify(waiting)).not.toMatch(/lighthouse|[mM]at\b/);

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
    expect(plainText(late)).toContain('1 person more lead with');
  });
});
