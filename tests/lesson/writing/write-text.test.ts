import { expect, test } from 'vitest';
import { writeText } from '../../../src/lesson/writing/write-text.js';
import { ownProbability } from '../../../src/lesson/writing/written-text.js';
import { openModel } from '../../../src/model/open-model.js';
import type { Services } from '../../../src/services.js';
import { dialects } from '../../model/dialects/dialects.js';
import { generate } from '../../model/dialects/generation.js';
import { contextOf, settingsOf } from '../../model/dialects/read-request.js';
import { openEndpointStub } from '../../model/endpoint-stub.js';

/** Servers that tell no ids list tokens that look alike, some of them only one for each text. */
const servers = dialects.filter(({ route, texts }) => route !== undefined && texts === 'text');

test.each(servers.flatMap((server) => ([0, 1] as const).map((temperature) => ({ ...server, temperature }))))(
  'at temperature $temperature what $name drew had the probability that is told, or no more than the most that is',
  async ({ answer, temperature, read = contextOf }) => {
    const stub = await openEndpointStub(answer);
    try {
      const services = { model: openModel({ baseURL: stub.baseURL }) } as Partial<Services> as Services;
      const written = await writeText(
        { prompt: 'The cat saw the', temperature, maxTokens: 12 },
        new AbortController().signal,
        services,
        () => {},
      );
      const isAtOnce = written.answer?.requests === 1;
      const isDraw = ({ body }: (typeof stub.requests)[number]) =>
        body.temperature === temperature && read(body).includes('The cat saw the');
      const draws = stub.requests.filter(isDraw).slice(isAtOnce ? -1 : 0);
      const truth = draws
        .map(({ body }) => generate(read(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens)))
        .flatMap(({ steps }) => steps.slice(0, isAtOnce ? undefined : 1))
        .map(({ id, raw }) => raw[id] ?? Number.NaN);
      // Of a character that is drawn as a whole only the first part has a distribution.
      const steps = written.steps.filter(({ listed }) => isAtOnce || listed !== undefined);
      expect(steps.length).toBeGreaterThan(0);
      expect(truth.length).toBeGreaterThanOrEqual(steps.length);
      for (const [at, step] of steps.entries()) {
        const { low, high } = ownProbability(step);
        expect(truth[at]).toBeGreaterThanOrEqual(low - 1e-6);
        expect(truth[at]).toBeLessThanOrEqual(high + 1e-6);
      }
    } finally {
      await stub.close();
    }
  },
);
