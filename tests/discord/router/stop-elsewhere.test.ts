import { expect, test } from 'vitest';
import { openProcesses } from '../../builders/processes.js';
import { button } from './counter.js';
import { describeStops, openTwo } from './stop-elsewhere.js';

describeStops(openProcesses);

test('where the process at work does not answer, who pressed is told so, and can press again', async () => {
  const { first, second, run, stop } = await openTwo(await openProcesses(2));
  first.wire.cut();
  const press = second.ask(button(stop));
  await press.done;
  expect(press.sent).toEqual([
    [
      'refuse',
      'The part of Tokenscope that writes this reply does not answer now. Press Stop again in a moment. If that part has ended, the reply says so within a minute.',
    ],
  ]);
  first.wire.mend();
  await second.ask(button(stop)).done;
  await run.done;
  expect(run.sent.at(-1)).toEqual(['edit', 'at work\nStopped by Ada.']);
});
