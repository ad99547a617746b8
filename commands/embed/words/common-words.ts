import { defineWords } from '../../../src/words/define-words.js';

/**
 * Words that everybody knows, to look among for what is nearest: so few that with a dozen more they go in one request. A
 * language lists its own.
 */
export const commonWords = defineWords({ en });

function en(): readonly string[] {
  return [
    'cat dog puppy kitten horse cow sheep pig goat chicken duck bird owl fox bear lion elephant monkey mouse rabbit fish whale frog snake bee butterfly',
    'apple banana orange bread butter cheese milk water tea coffee juice soup rice egg cake chocolate sugar salt potato tomato',
    'man woman boy girl child baby friend mother father brother sister grandmother grandfather uncle aunt king queen prince princess',
    'teacher doctor farmer baker cook',
    'head hand foot eye ear nose mouth hair heart brain',
    'house home room kitchen garden door window wall roof table chair bed clock key cup knife',
    'school class book page letter word story song picture pencil paper map',
    'ball toy boat ship car bus train plane bicycle bridge road street',
    'computer phone robot machine number',
    'city town village country forest mountain river lake sea ocean beach island field desert farm market library hospital',
    'sun moon star sky cloud rain snow wind storm ice fire stone sand tree leaf flower grass seed',
    'planet world air',
    'red blue green yellow white black brown',
    'one two three four five six seven eight nine ten',
    'day night morning evening week month year summer winter spring today tomorrow',
    'Monday Tuesday Friday Sunday',
    'France Germany Italy Spain England Japan China India',
    'Paris Berlin Rome Madrid London Tokyo',
    'big small old new young happy sad hot cold fast slow good bad strong tired',
    'run walk swim fly eat drink sleep read write sing play',
    'music game',
  ].flatMap((group) => group.split(' '));
}
