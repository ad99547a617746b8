import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { temperature } from '../../../commands/temperature.js';
import { placeAt } from '../../builders/place.js';
import { type OpenServices, openServices } from '../../builders/services.js';
import { press } from '../../commands/press.js';

let services: OpenServices;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

test('a command is asked without Discord, and its result shown from what was stored of it', async () => {
  const options = { prompt: 'The capital of France is', temperatures: '0.5 2', candidates: 3, model: undefined };
  const result = await temperature.ask(options, { ...press('-'), commandNeeds: [] }, services);
  expect(result.temperatures).toEqual([0.5, 2]);
  expect(result.record.answer.candidates[0]?.text).toBe(' Paris');

  const { schema } = temperature.result;
  const stored = z.decode(schema, JSON.parse(JSON.stringify(z.encode(schema, result))));
  const place = placeAt();
  const view = temperature.view(result, place);
  expect(temperature.view(stored, place)).toEqual(view);
  // Pictures are described, not drawn.
  expect(view.blocks.find(({ kind }) => kind === 'picture')).toMatchObject({ picture: { kind: 'bar-columns' } });
});
