import { afterAll, bench, describe } from 'vitest';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { openCharts } from '../../src/charts/open-charts.js';

// How much sooner a picture is there that was drawn before, and sixty requests for one at once, beside pictures that are new.
const charts = openCharts({ threads: 1 });
afterAll(() => charts.close());

let drawn = 0;
const strip = (tokens: number, title: string): Picture => ({
  kind: 'token-strip',
  title,
  tokens: Array.from({ length: tokens }, (_, at) => ({ label: `·word${at}`, caption: String(at * 997) })),
});
const fresh = (tokens: number): Picture => {
  drawn += 1;
  return strip(tokens, `Tokens ${drawn}`);
};

for (const tokens of [20, 4000]) {
  describe(`a picture of ${tokens} tokens`, () => {
    bench('that is new', async () => {
      await charts.draw(fresh(tokens));
    });
    bench('that was drawn before', async () => {
      await charts.draw(strip(tokens, 'Tokens'));
    });
  });
}

describe('sixty at once', () => {
  const few = { iterations: 3, time: 0, warmupIterations: 0, warmupTime: 0 };
  const ask = (picture: () => Picture) => Promise.all(Array.from({ length: 60 }, () => charts.draw(picture())));
  bench(
    'of sixty pictures',
    async () => {
      await ask(() => fresh(20));
    },
    few,
  );
  bench(
    'of one new picture',
    async () => {
      const one = fresh(20);
      await ask(() => one);
    },
    few,
  );
});
