import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, choose, open, readText, saysSomething } from './harness.js';

/** A lesson that was saved once, and what of it depends on the tiny model's corpus or on the clock. */
export interface Lesson {
  readonly teach: (person: Person) => Promise<void>;
  readonly masks: readonly RegExp[];
}

/** The lessons in `transcripts/`, by file name. */
export const LESSONS: Record<string, Lesson> = {
  'tokenize.json': {
    masks: [],
    async teach(person) {
      const message = await person.slash('tokenize', { text: 'I love pizza 🍕 and naïve cafés!' }).settled();
      await person.press(message.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
      await person.press(message.id, 'Show ids').settled((now) => 'Show bytes' in buttonsOf(now));
      await person.press(message.id, 'Compare encodings').settled();
      await person.press(message.id, 'Explain').settled();
      await open(person, message, 'Look at token 3: ·pizza', saysSomething);
      const said = person.say(message.channel_id, 'Good morning, class');
      await person.messageCommand('Tokenize', said.id).settled();
    },
  },
  'nextword-and-ask.json': {
    masks: [
      /```[\s\S]*?```/,
      // Sentences say what the numbers say.
      /^\*\*“[\s\S]*/,
      /“[^”]*”/,
      /(?<=`)·[^`]+(?=`)/,
      /(?:[<>] )?[\d.]+%(?:–[\d.]+%)?/,
      /(?<=Chances of the next token: ).*/,
      /(?<=with their chances: ).*/,
      /(?<=Look at token \d+: ).*/,
      /^It was [\s\S]*/,
      /^The sky [\s\S]*/,
    ],
    async teach(person) {
      const chart = await person.slash('nextword', { prompt: 'The capital of France is', candidates: 3 }).settled();
      const add = Object.keys(buttonsOf(chart))[0] ?? '';
      await person.press(chart.id, add).settled((now) => readText(now).includes('→'));
      await person.press(chart.id, 'Undo').settled((now) => !readText(now).includes('→'));
      await choose(person, chart, 'Draw at temperature 2').settled((now) => readText(now).includes('temperature 2'));
      const reply = await person
        .slash('ask', { question: 'Why is the sky blue?', temperature: 0, max_tokens: 6 })
        .settled((now) => 'Explain' in buttonsOf(now));
      await person.press(reply.id, 'How sure was it?').settled();
    },
  },
};
