import { defineWords } from '../../../src/words/define-words.js';

/** What is said of the file of a unit that has a fault, to whoever wrote it; plain text. */
export const unitFileWords = defineWords({
  en: () => ({
    oneRight: 'has exactly one right option',
    idCharacters: 'is small letters, digits and dashes',
    notUnderstood: 'is not understood',
    wholeFile: 'the file',
    at: (place: string, fault: string) => `${place}: ${fault}`,
    inFile: (name: string, fault: string) => `${name}: ${fault}`,
    noneOf: (names: readonly string[]) => `is none of ${names.join(', ')}`,
    otherId: (id: string, wanted: string) => `is “${id}”, and the file’s name says “${wanted}”`,
    idTwice: (id: string) => `another file has “${id}” too`,
    ownIsNoText: 'is no text among the options',
    ownNeedsOthers: 'another text would need other options',
  }),
});
