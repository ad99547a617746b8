import { describe, expect, test } from 'vitest';
import { sendFirstResponse } from '../../../../src/discord/transport/discord-js/first-response.js';
import { broken, failing, fakePace } from '../fake-pace.js';

describe('a first response', () => {
  test('is tried again while Discord takes one', async () => {
    const { request, tries } = failing(5);
    const interaction: { deferred?: boolean } = {};
    await sendFirstResponse(interaction, request, fakePace());
    expect(tries()).toBe(6);
    expect(interaction.deferred).toBe(true);
  });

  test('is given up when its time is over', async () => {
    const pace = fakePace();
    const { request, tries } = failing(Number.POSITIVE_INFINITY);
    await expect(sendFirstResponse({}, request, pace)).rejects.toMatchObject({ outcome: 'unreachable' });
    expect(tries()).toBeGreaterThan(5);
    expect(pace.now()).toBeLessThan(3100);
  });

  test('that is without an answer gets company, and whichever is answered first counts', async () => {
    let answer = (): void => undefined;
    let tries = 0;
    const pace = fakePace();
    const sent = sendFirstResponse(
      {},
      () => {
        tries += 1;
        return new Promise<void>((resolve) => {
          answer = resolve;
          if (tries === 2) answer();
        });
      },
      pace,
    );
    await sent;
    expect(tries).toBe(2);
    expect(pace.slept).toContain(1500);
  });

  test('whose tries are all without an answer is waited for, though none is made any more', async () => {
    const answers: ((error: Error) => void)[] = [];
    const sent = sendFirstResponse({}, () => new Promise((_, fail) => answers.push(fail)), fakePace());
    await expect.poll(() => answers.length).toBe(2);
    for (const fail of answers) fail(broken());
    await expect(sent).rejects.toMatchObject({ outcome: 'unreachable' });
  });
});
