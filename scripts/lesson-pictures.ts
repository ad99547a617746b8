import { commands } from '../commands/index.js';
import type { Picture } from '../src/charts/kinds/registry.js';
import { openCharts } from '../src/charts/open-charts.js';
import type { Charts, Frame } from '../src/charts/picture.js';
import type { Command, Press } from '../src/discord/command.js';
import { drawReply } from '../src/discord/present/draw-reply.js';
import type { DrawnReply } from '../src/discord/present/drawn-reply.js';
import type { PressTarget, Reply } from '../src/discord/reply.js';
import { openModel } from '../src/model/open-model.js';
import type { Services } from '../src/services.js';
import { openStorage } from '../src/storage/open-storage.js';
import { openTinyModel } from '../src/tiny-model/open-tiny-model.js';
import { openTokenizer } from '../src/tokens/tokenizer.js';

/** A picture with the name that it has on a contact sheet. */
export interface NamedPicture {
  readonly name: string;
  readonly picture: Picture;
}

/** An animation with the name of its file. */
export interface NamedAnimation {
  readonly name: string;
  readonly frames: readonly Frame[];
}

/** Everything that the commands draw in one lesson. */
export interface LessonPictures {
  readonly pictures: readonly NamedPicture[];
  readonly animations: readonly NamedAnimation[];
}

const CAT = 'The cat sat on the';
const STORY = 'Once upon a time';

/** Runs every command on the embedded tiny model, presses its buttons, and keeps what they give to be drawn. */
export async function drawLesson(): Promise<LessonPictures> {
  const pictures: NamedPicture[] = [];
  const animations: NamedAnimation[] = [];
  let name = '';
  const tiny = await openTinyModel();
  const model = openModel({ baseURL: tiny.baseURL, label: 'embedded tiny model', tiny: true });
  const tokenizer = openTokenizer();
  const storage = await openStorage({ url: 'file::memory:' });
  const charts = openCharts();
  const noted: Charts = {
    ...charts,
    draw(picture, options) {
      pictures.push({ name, picture });
      return charts.draw(picture, options);
    },
    animate(frames, options) {
      animations.push({ name, frames });
      return charts.animate(frames, options);
    },
  };
  const { runs, channels, settings, people } = storage;
  const { inside } = model;
  const embedded = async () => ({ model, inside });
  const services: Services = { model, inside, embedded, tokenizer, charts: noted, runs, channels, settings, people };
  const act = async (label: string, acting: () => Promise<Reply>): Promise<DrawnReply> => {
    name = label;
    const reply = await drawReply(await acting(), { charts: noted, ...context });
    return reply.later === undefined ? reply : reply.later.make(context.signal);
  };
  const run = (command: string, options: Record<string, string | number>) =>
    act(command, () => {
      const given = Object.entries(options).map(([name, value]) => ({ name, value }));
      return commandOf(command).prepare(given)(context, services);
    });
  /** Does what a button or an entry of a menu of the reply does. */
  const press = (command: string, reply: DrawnReply, wanted: { action: string; command?: string }, label: string) =>
    act(label, () => {
      const target = targetsOf(reply).find((one) => one.action === wanted.action && one.command === wanted.command);
      if (target === undefined) throw new Error(`Nothing there leads to ${wanted.action}`);
      const action = commandOf(target.command ?? command).actions[target.action];
      if (action === undefined) throw new Error(`/${command} has no action ${target.action}`);
      const { runId, value, choice } = target;
      const pressed: Press = { ...context, runId, value, choice, fields: {} };
      return action.run(pressed, services);
    });

  try {
    const room = await run('probability', {});
    await press('probability', room, { action: 'answer' }, 'probability, answered');
    await press('probability', room, { action: 'words' }, 'probability, with words');
    const tokens = await run('tokenize', { text: 'I love pizza! 我爱披萨 🍕' });
    await press('tokenize', tokens, { action: 'compare' }, 'encodings');
    const merges = await run('bpe', { text: 'the cat sat on the mat' });
    await press('bpe', merges, { action: 'animate' }, 'bpe');
    const learned = await press('bpe', merges, { action: 'learn-here' }, 'bpe, learned');
    await press('bpe', learned, { action: 'curve' }, 'bpe, how much shorter');
    await run('nextword', { prompt: CAT });
    await run('nextword', { prompt: STORY, temperature: 1.5, top_k: 5 });
    const gap = await run('guess', {});
    await press('guess', gap, { action: 'reveal' }, 'guess, revealed');
    const temperatures = await run('temperature', { prompt: CAT });
    await press('temperature', temperatures, { action: 'animate' }, 'temperature-sweep');
    await run('sampling', { prompt: CAT, temperature: 0.7, top_p: 0.9 });
    const generated = await run('generate', { prompt: STORY, seed: 4 });
    await press('generate', generated, { action: 'on' }, 'generate step');
    const forks = await press('generate', generated, { action: 'from', command: 'fork' }, 'forks');
    await press('fork', forks, { action: 'token' }, 'forks');
    const search = await run('beam', { prompt: CAT, seed: 3 });
    await press('beam', search, { action: 'beside' }, 'beam, beside a drawn text');
    await run('dice', { prompt: CAT, rolls: 200, seed: 5 });
    await run('draw', { seed: 3 });
    await run('options', {});
    await run('surprise', { text: 'The cat sat on the piano, and the dog sang a very small song.' });
    await run('compare', { prompt: 'What is a token?' });
    const words = await run('embed', {});
    const grid = await press('embed', words, { action: 'likeness' }, 'embed, side by side');
    const near = await press('embed', grid, { action: 'nearest' }, 'embed, nearest');
    await press('embed', near, { action: 'analogy' }, 'embed, analogy');
    const asked = await run('ask', { question: 'Why is the sky blue?', seed: 2 });
    await press('ask', asked, { action: 'probabilities' }, 'probabilities');
    const window = await run('context', {});
    await press('context', window, { action: 'forget' }, 'context, forgotten');
    const pair = await run('prefer', { seed: 3 });
    await press('prefer', pair, { action: 'class' }, 'prefer');
    const closed = await press('prefer', pair, { action: 'close' }, 'prefer, closed');
    await press('prefer', closed, { action: 'results' }, 'prefer, results');
    await run('lesson', {});
    const begun = await run('lesson', { unit: 'tail' });
    const first = await press('lesson', begun, { action: 'lead-next' }, 'lesson, asked');
    const known = await press('lesson', first, { action: 'answer-a' }, 'lesson, asked');
    const predicted = await press('lesson', known, { action: 'lead-next' }, 'lesson, asked');
    const answered = await press('lesson', predicted, { action: 'answer-b' }, 'lesson, asked');
    const revealed = await press('lesson', answered, { action: 'lead-reveal' }, 'lesson, revealed');
    await press('lesson', revealed, { action: 'lead-end' }, 'lesson, results');
    return { pictures, animations };
  } finally {
    model.close();
    await Promise.all([storage.close(), charts.close(), tokenizer.close(), tiny.close()]);
  }
}

const context = {
  user: { id: '1', name: 'Ann' },
  locale: 'en-US',
  channel: { id: '1', mayManage: true },
  progress: () => {},
  signal: new AbortController().signal,
};

function commandOf(name: string): Command {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`There is no command ${name}`);
  return command;
}

type Target = PressTarget & { readonly choice?: string | undefined };

/** Where the buttons and menus of a reply lead; a menu by its first choice. */
function targetsOf({ blocks }: DrawnReply): readonly Target[] {
  return blocks.flatMap((block): readonly Target[] => {
    if (block.kind === 'buttons') return block.buttons;
    if (block.kind === 'menu') return [{ ...block, choice: block.choices[0]?.value }];
    return block.kind === 'go-on' ? block.entries : [];
  });
}
