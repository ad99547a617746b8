import type { Command } from '../src/discord/command.js';
import { createCommandSet } from '../src/lesson/command/command-set.js';
import { fork } from '../src/lesson/fork/fork.js';
import { details } from '../src/lesson/record/details.js';
import { ask } from './ask.js';
import { attention } from './attention.js';
import { beam } from './beam.js';
import { bpe } from './bpe.js';
import { compare } from './compare.js';
import { context } from './context.js';
import { dice } from './dice.js';
import { draw } from './draw.js';
import { embed } from './embed.js';
import { generate } from './generate.js';
import { guess } from './guess.js';
import { lesson } from './lesson.js';
import { model } from './model.js';
import { nextword } from './nextword.js';
import { options } from './options.js';
import { prefer } from './prefer.js';
import { privacy } from './privacy.js';
import { probability } from './probability.js';
import { sampling } from './sampling.js';
import { settings } from './settings.js';
import { surprise } from './surprise.js';
import { temperature } from './temperature.js';
import { tokenize } from './tokenize.js';
import { training } from './training.js';
import { tuning } from './tuning.js';

/** Every command, in the order in which Discord is told of them, and what their replies lead to. */
export const commands: readonly Command[] = createCommandSet(
  [
    lesson,
    probability,
    tokenize,
    bpe,
    nextword,
    guess,
    temperature,
    sampling,
    draw,
    dice,
    generate,
    beam,
    surprise,
    options,
    ask,
    context,
    compare,
    embed,
    attention,
    training,
    tuning,
    prefer,
    model,
    settings,
    privacy,
  ],
  [details, fork],
);
