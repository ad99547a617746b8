import type { Command } from '../src/discord/command.js';
import { ask } from './ask.js';
import { compare } from './compare.js';
import { dice } from './dice.js';
import { generate } from './generate.js';
import { model } from './model.js';
import { nextword } from './nextword.js';
import { sampling } from './sampling.js';
import { surprise } from './surprise.js';
import { temperature } from './temperature.js';
import { tokenize } from './tokenize.js';

/** Every command, in the order in which Discord is told of them. */
export const commands: readonly Command[] = [
  tokenize,
  nextword,
  temperature,
  sampling,
  generate,
  dice,
  surprise,
  ask,
  compare,
  model,
];
