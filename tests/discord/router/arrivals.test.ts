import { describe, expect, test } from 'vitest';
import { createArrivals } from '../../../src/discord/router/arrivals.js';
import { createSeededRandom } from '../../../src/sampling/random.js';

const random = createSeededRandom(1);

/** Interactions that arrive a little after they were made, on clocks that are apart from Discord's. */
function openGateway(skews: readonly number[]) {
  let now = 1_000_000_000;
  const offsets = [...skews];
  const arrivals = createArrivals(offsets.map((_, at) => () => now + (offsets[at] ?? 0)));
  let number = 0;
  const arrive = (delayMs = 20 + random() * 300) => {
    number += 1;
    now += 1000;
    return arrivals.judge(String((BigInt(Math.floor(now - delayMs)) << 22n) + BigInt(number)));
  };
  return {
    arrivals,
    arrive,
    rest(ms: number) {
      now += ms;
    },
    set(clock: number, byMs: number) {
      offsets[clock] = (offsets[clock] ?? 0) + byMs;
    },
  };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const news = (count: number) => times(count, () => 'new');

describe('what comes too late', () => {
  test.each([
    ['right', 0],
    ['an hour slow', -3_600_000],
    ['ten years fast', 315_000_000_000],
  ])('is told by a clock that is %s', (_, skew) => {
    const { arrive } = openGateway([skew, 12345]);
    expect(times(20, () => arrive())).toEqual(news(20));
    expect(arrive(2500)).toBe('new');
    expect(arrive(4200)).toBe('late');
    expect(arrive(60_000)).toBe('late');
    expect(arrive()).toBe('new');
  });

  test('is not told before there is anything to compare with', () => {
    const { arrive } = openGateway([0, 0]);
    expect(arrive(60_000)).toBe('new');
    expect(times(4, () => arrive())).toEqual(news(4));
  });

  test.each([
    ['forward', 0, 30_000],
    ['back', 0, -30_000],
    ['forward, the other one', 1, 30_000],
  ])('is not what comes while one clock is set %s', (_, clock, by) => {
    const gateway = openGateway([0, 0]);
    gateway.arrive();
    times(20, () => gateway.arrive());
    gateway.set(clock, by);
    expect(times(100, () => gateway.arrive())).toEqual(news(100));
  });

  test('is never more than a few in a row, even where both clocks are set at once', () => {
    const gateway = openGateway([0, 0]);
    times(100, () => gateway.arrive());
    gateway.set(0, 30_000);
    gateway.set(1, 30_000);
    expect(times(5, () => gateway.arrive())).toEqual(times(5, () => 'late'));
    expect(times(100, () => gateway.arrive())).toEqual(news(100));
  });

  test('is not what comes after a quiet day, in which the computer ran fast', () => {
    const gateway = openGateway([0, 0]);
    times(100, () => gateway.arrive());
    gateway.rest(24 * 3_600_000);
    gateway.set(0, 9000);
    gateway.set(1, 9000);
    expect(times(20, () => gateway.arrive())).toEqual(news(20));
    expect(gateway.arrive(5000)).toBe('late');
  });
});

describe('what comes again', () => {
  test('is told', () => {
    const { arrivals } = openGateway([0]);
    expect(arrivals.judge('1400000000000000000')).toBe('new');
    expect(arrivals.judge('1400000000000000001')).toBe('new');
    expect(arrivals.judge('1400000000000000000')).toBe('repeated');
  });

  test('of the newest ten thousand', () => {
    const { arrivals } = openGateway([0]);
    const id = (at: number) => String(1_400_000_000_000_000_000n + BigInt(at));
    for (let at = 0; at < 20_000; at += 1) arrivals.judge(id(at));
    expect(arrivals.judge(id(10_000))).toBe('repeated');
    expect(arrivals.judge(id(9_999))).toBe('new');
  });
});
