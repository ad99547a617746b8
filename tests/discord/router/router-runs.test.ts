import { afterEach, describe, expect, test } from 'vitest';
import { defineCommand, type RunContext } from '../../../src/discord/command.js';
import { type Reply, text } from '../../../src/discord/reply.js';
import { SendError } from '../../../src/discord/router/send-error.js';
import { UserError } from '../../../src/errors.js';
import { BOB, button, choice, freshId, openCounter, slash } from './counter.js';
import type { Sent } from './recorder.js';

/** What a press does; a test sets it. */
let run: (context: RunContext) => Promise<Reply>;
let runs = 0;

const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {},
  run: async () => {
    runs += 1;
    return { blocks: [text('drawn')] };
  },
  actions: {
    more: {
      respond: 'update',
      run: (context) => {
        runs += 1;
        return run(context);
      },
    },
    refuse: { respond: 'reply', run: (context) => run(context) },
    whisper: { respond: 'private', run: (context) => run(context) },
    pick: { respond: 'reply', run: async ({ choice: picked }) => ({ blocks: [text(`picked ${picked}`)] }) },
  },
});

const { ask, lines } = openCounter([draw]);
const incidents = () => lines.filter(({ msg }) => msg === 'a command failed');

afterEach(() => {
  runs = 0;
  lines.length = 0;
});

describe('what comes of a run', () => {
  test('goes on in further messages where one does not hold it', async () => {
    run = async () => ({ blocks: ['one', 'two'].map((page) => text(`${page} ${'x'.repeat(3000)}`)) });
    const asked = ask(button('draw:more:r'));
    await asked.done;
    expect(asked.sent.map(([how, what]) => `${how} ${what.slice(0, 6)}`)).toEqual([
      'acknowledge update',
      'edit one xx',
      'follow two xx',
    ]);
  });

  test('is followed by what only who pressed is told', async () => {
    run = async () => ({ blocks: [text('3 have voted')], aside: { blocks: [text('You voted yes.')] } });
    const asked = ask(button('draw:more:r'));
    await asked.done;
    expect(asked.sent).toEqual([
      ['acknowledge', 'update'],
      ['edit', '3 have voted'],
      ['whisper', 'You voted yes.'],
    ]);
  });

  test('stays where what only who pressed is told cannot be sent, which the log says', async () => {
    run = async () => ({ blocks: [text('3 have voted')], aside: { blocks: [text('You voted yes.')] } });
    const asked = ask(button('draw:more:r'), {
      fault: ([how]) => (how === 'whisper' ? new SendError('refused', new Error('no')) : undefined),
    });
    await asked.done;
    expect(asked.sent).toEqual([
      ['acknowledge', 'update'],
      ['edit', '3 have voted'],
      ['whisper', 'You voted yes.'],
    ]);
    expect(lines.map(({ msg }) => msg)).toEqual(['Discord did not take an answer']);
  });

  test('takes the place of what was shown while it grew', async () => {
    run = async ({ progress }) => {
      progress({ blocks: [text('so far')] });
      return { blocks: [text('done')] };
    };
    const asked = ask(button('draw:more:r'));
    await asked.done;
    expect(asked.sent.slice(1)).toEqual([
      ['grow', 'so far'],
      ['edit', 'done'],
    ]);
  });

  test('an error for people stands below what was shown', async () => {
    run = async ({ progress }) => {
      progress({ blocks: [text('so far'), { kind: 'text', markdown: 'at work', passing: true }] });
      throw new UserError('said', { sentence: 'The model server has stopped.' });
    };
    const asked = ask(button('draw:more:r'));
    await asked.done;
    expect(asked.sent.at(-1)).toEqual(['edit', 'so far\nThe model server has stopped.']);
    expect(incidents()).toEqual([]);
  });

  test('an error on a press with nothing shown yet is whispered, and the message stays', async () => {
    run = async () => {
      throw new UserError('said', { sentence: 'There is no more.' });
    };
    const asked = ask(button('draw:more:r'));
    await asked.done;
    expect(asked.sent.slice(1)).toEqual([['whisper', 'There is no more.']]);
  });

  test.each([
    [
      'a reply that would be new is not sent to all',
      'refuse',
      [
        ['take-back', ''],
        ['whisper', 'Not here.'],
      ],
    ],
    ['the message stays that it would change', 'more', [['whisper', 'Not here.']]],
    ['what is private by itself is sent as ever', 'whisper', [['edit', 'Not here.']]],
  ])('where a reply is for who asked alone, %s', async (_, action, expected) => {
    run = async () => ({ isPrivate: true, blocks: [text('Not here.')] });
    const asked = ask(button(`draw:${action}:r`));
    await asked.done;
    expect(asked.sent.slice(1)).toEqual(expected);
  });

  test('an error that nobody foresaw is told by an id that is in the log too', async () => {
    run = async () => {
      const cause = new SyntaxError('Unexpected token, "what Ada wrote" is not valid JSON');
      throw new TypeError('x is not a function', { cause });
    };
    const asked = ask(button('draw:more:r'));
    await asked.done;
    const [{ incident, ...logged } = {}] = incidents();
    const at = expect.arrayContaining([expect.stringContaining('router-runs.test.ts')]);
    const fault = { type: 'TypeError', says: 'x is not a function', at, cause: { type: 'SyntaxError', at } };
    expect(logged).toMatchObject({ command: 'draw', doing: 'more', fault });
    expect(JSON.stringify(lines)).not.toContain('what Ada wrote');
    expect(asked.sent.at(-1)?.[1]).toMatch(/^Something went wrong inside Tokenscope/);
    expect(asked.sent.at(-1)?.[1]).toContain(String(incident));
    expect(asked.sent.at(-1)?.[1]).not.toContain('not a function');
  });
});

describe('presses on one message', () => {
  /** Notes when each begins and ends; the first goes on until the second was acknowledged, or has begun. */
  async function pressTwice(ids: readonly [string, string], until: 'acknowledged' | 'begun'): Promise<string[]> {
    const order: string[] = [];
    let goOn = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    run = async ({ user }) => {
      order.push(`${user.name} begins`);
      if (user !== BOB) await gone;
      else if (until === 'begun') setImmediate(goOn);
      order.push(`${user.name} ends`);
      return { blocks: [text('done')] };
    };
    const first = ask(button(ids[0]));
    await expect.poll(() => order.length).toBe(1);
    const fault = () => void (until === 'acknowledged' && setImmediate(goOn));
    const second = ask(button(ids[1]), { user: BOB, fault });
    await Promise.all([first.done, second.done]);
    expect(second.sent[0]).toEqual(['acknowledge', 'update']);
    return order;
  }

  test('run one after another, and each is acknowledged at once', async () => {
    expect(await pressTwice(['draw:more:r', 'draw:more:r'], 'acknowledged')).toEqual([
      'Ada begins',
      'Ada ends',
      'Bob begins',
      'Bob ends',
    ]);
  });

  test('run side by side where they are on different ones', async () => {
    expect(await pressTwice(['draw:more:r', 'draw:more:s'], 'begun')).toEqual([
      'Ada begins',
      'Bob begins',
      'Bob ends',
      'Ada ends',
    ]);
  });
});

describe('what comes twice or late', () => {
  test('runs once', async () => {
    run = async () => ({ blocks: [text('done')] });
    const id = freshId();
    const [first, second] = [ask(button('draw:more:r'), { id }), ask(button('draw:more:r'), { id })];
    await Promise.all([first.done, second.done]);
    expect(first.sent.at(-1)).toEqual(['edit', 'done']);
    expect(second.sent).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ arrival: 'repeated', kind: 'button' }));
  });

  test('is not worked on when Discord waits no more', async () => {
    // Late is what comes later than others do.
    for (let at = 0; at < 5; at += 1) await ask(slash('draw')).done;
    runs = 0;
    const asked = ask(slash('draw'), { id: freshId(10_000) });
    await asked.done;
    expect(asked.sent).toEqual([]);
    expect(runs).toBe(0);
    expect(lines).toContainEqual(expect.objectContaining({ arrival: 'late', kind: 'slash' }));
  });
});

describe('what cannot be sent', () => {
  const failing = (how: Sent[0], outcome: SendError['outcome']) => (sent: Sent) =>
    sent[0] === how ? new SendError(outcome, new Error('x')) : undefined;

  test('an acknowledgement: nothing is run, nothing more is sent', async () => {
    const asked = ask(button('draw:more:r'), { fault: failing('acknowledge', 'gone') });
    await asked.done;
    expect(asked.sent).toEqual([['acknowledge', 'update']]);
    expect(runs).toBe(0);
    expect(lines.at(-1)).toMatchObject({ msg: 'Discord did not take an answer' });
  });

  test('a growing message that was deleted: the run ends, and nothing is amiss', async () => {
    run = ({ progress, signal }) => {
      progress({ blocks: [text('so far')] });
      return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
    };
    const asked = ask(button('draw:more:r'), { fault: failing('grow', 'gone') });
    await asked.done;
    expect(asked.sent.map(([how]) => how)).toEqual(['acknowledge', 'grow']);
    expect(lines.at(-1)).toMatchObject({ msg: 'a run ended, because its message was deleted' });
  });

  test('a message that Discord refuses: its own is told of it, another’s is left as it is', async () => {
    run = async () => ({ blocks: [text('done')] });
    const refuse = (sent: Sent) => (sent[1] === 'done' ? new SendError('refused', new Error('x')) : undefined);
    const press = ask(button('draw:more:r'), { fault: refuse });
    await press.done;
    expect(press.sent.map(([how]) => how)).toEqual(['acknowledge', 'edit', 'whisper']);
    const own = ask(choice('draw:pick:r', ['1']), { fault: failing('edit', 'refused') });
    await own.done;
    expect(own.sent.map(([how]) => how)).toEqual(['acknowledge', 'edit', 'edit']);
    expect(own.sent.at(-1)?.[1]).toContain('Something went wrong');
  });

  test('a Discord that is not to be reached: it is logged, once', async () => {
    const asked = ask(choice('draw:pick:r', ['1']), { fault: failing('edit', 'unreachable') });
    await asked.done;
    expect(asked.sent.map(([how]) => how)).toEqual(['acknowledge', 'edit']);
    expect(lines).toMatchObject([{ msg: 'Discord did not take an answer', err: { message: 'x' } }]);
  });
});
