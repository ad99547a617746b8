const ANIMALS = [
  'Otter',
  'Heron',
  'Fox',
  'Lynx',
  'Owl',
  'Badger',
  'Seal',
  'Robin',
  'Hare',
  'Crane',
  'Wren',
  'Finch',
  'Panda',
  'Koala',
  'Tiger',
  'Zebra',
  'Camel',
  'Eagle',
  'Swan',
  'Dolphin',
  'Whale',
  'Turtle',
  'Gecko',
  'Beaver',
  'Bison',
  'Falcon',
  'Moose',
  'Penguin',
  'Raven',
  'Squirrel',
] as const;

/** A made-up name for the person of a number from 1: nobody else of the lesson has it. */
export function pseudonym(number: number): string {
  const animal = ANIMALS[(number - 1) % ANIMALS.length] ?? ANIMALS[0];
  const round = Math.ceil(number / ANIMALS.length);
  return round === 1 ? animal : `${animal} ${round}`;
}
