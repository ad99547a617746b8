/** Number words up to twenty, in order. */
const NUMBERS = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen twenty'
).split(' ');

const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Things that have one color. */
const COLORED: readonly (readonly [things: string, color: string])[] = [
  ['bananas', 'yellow'],
  ['lemons', 'yellow'],
  ['ripe tomatoes', 'red'],
  ['strawberries', 'red'],
  ['carrots', 'orange'],
  ['oranges', 'orange'],
  ['cucumbers', 'green'],
  ['frogs', 'green'],
  ['leaves in summer', 'green'],
  ['clear skies', 'blue'],
  ['clouds on a sunny day', 'white'],
  ['snowflakes', 'white'],
  ['crows', 'black'],
  ['elephants', 'gray'],
  ['pieces of coal', 'black'],
  ['flamingos', 'pink'],
];

const word = (number: number): string => NUMBERS[number] ?? String(number);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Short texts of which every one is made by a rule: sums, counting, days, months and colors. A small model has to see many
 * of a kind before it takes the rule from them.
 */
export function writeTemplates(): string[] {
  return [...sums(), ...counting(), ...inOrder(DAYS, 'day'), ...inOrder(MONTHS, 'month'), ...colors()];
}

function sums(): string[] {
  const texts: string[] = [];
  for (let one = 0; one <= 10; one++) {
    for (let other = 0; other <= 10; other++) {
      const sum = one + other;
      texts.push(`${one} + ${other} = ${sum}`, `Q: What is ${one} plus ${other}?\nA: ${one} plus ${other} is ${sum}.`);
      texts.push(`${sum} - ${other} = ${one}`, `${capital(word(one))} plus ${word(other)} is ${word(sum)}.`);
      if (one > 0 && other > 0) texts.push(`${one} * ${other} = ${one * other}`);
    }
  }
  return texts;
}

function counting(): string[] {
  const texts: string[] = [];
  for (let from = 0; from <= 14; from++) {
    const row = [0, 1, 2, 3, 4, 5].map((step) => from + step);
    texts.push(`${capital(row.map(word).join(', '))}.`, `${row.join(', ')}`, `${row.toReversed().join(', ')}`);
    texts.push(`Q: What comes after ${from}?\nA: After ${from} comes ${from + 1}.`);
    texts.push(`After ${word(from)} comes ${word(from + 1)}.`, `Before ${word(from + 1)} comes ${word(from)}.`);
  }
  for (const step of [2, 3, 5, 10]) {
    for (let from = 0; from < 3; from++) {
      texts.push([0, 1, 2, 3, 4, 5].map((times) => from * step + times * step).join(', '));
    }
  }
  return texts;
}

function inOrder(names: readonly string[], kind: string): string[] {
  return names.flatMap((name, place) => {
    const next = names[(place + 1) % names.length] ?? '';
    const previous = names.at(place - 1) ?? '';
    const row = [0, 1, 2, 3].map((step) => names[(place + step) % names.length]);
    return [
      `${row.join(', ')}.`,
      `The ${kind} after ${name} is ${next}.`,
      `The ${kind} before ${name} is ${previous}.`,
      `After ${name} comes ${next}.`,
      `Q: Which ${kind} comes after ${name}?\nA: After ${name} comes ${next}.`,
      `Q: What ${kind} is before ${name}?\nA: ${previous} is before ${name}.`,
    ];
  });
}

function colors(): string[] {
  return COLORED.flatMap(([things, color]) => [
    `${capital(things)} are ${color}.`,
    `Q: What color are ${things}?\nA: ${capital(things)} are ${color}.`,
    `${capital(things)} are ${color}, and so are many other things.`,
  ]);
}
