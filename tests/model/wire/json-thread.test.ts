import { expect, onTestFinished, test } from 'vitest';
import { openJsonThread } from '../../../src/model/wire/json-thread.js';

test('a long answer is not read to its end where nobody wants it any more', async () => {
  const thread = openJsonThread();
  onTestFinished(() => thread.close());
  const stopping = new AbortController();
  const wanted = { listed: 0, tokens: undefined };
  const parse = (text: string) => thread.parse([new TextEncoder().encode(text)], wanted, stopping.signal);
  const asked = parse(`{"a":"${'b'.repeat(1_000_000)}"}`);
  stopping.abort();
  await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
  await expect(parse('{}')).rejects.toMatchObject({ kind: 'cancelled' });
  expect(await thread.parse([new TextEncoder().encode('{"c":1}')], wanted, undefined)).toEqual({ c: 1 });
});
