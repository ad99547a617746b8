import { describe, expect, test } from 'vitest';
import { parseModelList } from '../../../src/model/asking/model-list.js';
import type { StubAnswer } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

const listing =
  (...data: readonly object[]) =>
  ({ path }: { readonly path: string }): StubAnswer | undefined =>
    path === '/v1/models' ? { json: { object: 'list', data } } : undefined;

const stagesOf = async (...data: readonly object[]) => (await startModel(listing(...data))).model.inside.stages();

describe('the stages of an endpoint', () => {
  test('are the first models that it lists in each', async () => {
    const data = [
      { id: 'other' },
      { id: 'c', stage: 'preferred' },
      { id: 'a', stage: 'base' },
      { id: 'b', stage: 'tuned' },
      { id: 'a2', stage: 'base' },
    ];
    expect(await stagesOf(...data)).toEqual({ base: 'a', tuned: 'b', preferred: 'c' });
  });

  test('are not known where one of them has no model, or a stage is none', async () => {
    const [base, tuned] = [
      { id: 'a', stage: 'base' },
      { id: 'b', stage: 'tuned' },
    ];
    expect(await stagesOf(base, tuned)).toBeUndefined();
    expect(await stagesOf(base, tuned, { id: 'c', stage: 'Preferred' })).toBeUndefined();
    expect(await stagesOf(base, tuned, { id: 'c', stage: ['preferred'] })).toBeUndefined();
    expect(await stagesOf()).toBeUndefined();
  });

  test('are asked for once, however often somebody wants to know', async () => {
    const { model, stub } = await startModel(listing({ id: 'a' }));
    await Promise.all([model.inside.stages(), model.inside.stages()]);
    await model.inside.stages();
    expect(stub.requests.map(({ path }) => path)).toEqual(['/v1/models']);
  });

  test('of an endpoint that is away end as a sentence', async () => {
    const { model } = await startModel(({ path }) => (path === '/v1/models' ? { status: 500, text: 'no' } : undefined));
    await expect(model.inside.stages()).rejects.toMatchObject({ name: 'ModelError' });
  });
});

test('a model that looks answers up is known by what its server tells of it alone', () => {
  const list = parseModelList([{ id: 'a', retrieval: true }, { id: 'b', retrieval: 'yes' }, { id: 'c' }], {
    where: 'x',
    secrets: [],
  });
  expect(list.map(({ looksUp }) => looksUp)).toEqual([true, undefined, undefined]);
});
