import { openModel } from '../../../src/model/open-model.js';
import { openEndpointStub, type StubRequest } from '../endpoint-stub.js';
import type { Dialect } from './dialect.js';

/** What commands ask a model for, one each. */
const WAYS = {
  'next token': (model) => model.nextToken({ prompt: 'The cat', candidates: 10 }),
  draw: (model) => model.draw({ prompt: 'The cat', temperature: 0.8, seed: 3 }),
  generate: (model) => model.generate({ prompt: 'The cat', temperature: 1, maxTokens: 6, candidates: 5 }),
  reply: (model) => model.reply({ question: 'Say something.', temperature: 1, maxTokens: 12 }),
  'reply at 0.7': (model) => model.reply({ question: 'Say something.', temperature: 0.7, maxTokens: 12 }),
  '12 rolls': (model) => model.rolls({ prompt: 'The cat', temperature: 1, count: 12, mostRequests: 20 }),
  tokens: (model) => model.tokenize({ text: 'The cat', around: 'nothing' }),
  'tokens in the chat template': (model) => model.tokenize({ text: 'The cat', around: 'chat' }),
  probe: (model) => model.capabilities(),
} satisfies Readonly<Record<string, (model: ReturnType<typeof openModel>) => Promise<unknown>>>;

/** How many requests something took. */
export interface RequestCount {
  readonly way: keyof typeof WAYS;
  /** Of a model of which nothing is known. */
  readonly fresh: number;
  /** Once it was asked the same before. */
  readonly known: number;
  /** Once it was probed, as it is when the bot starts. */
  readonly probed: number;
  /** Bodies that were refused and sent again, which should be none. */
  readonly repeated: number;
}

/** Counts the requests that each way takes of a dialect; what fails is counted as far as it goes. */
export async function countRequests({ answer }: Pick<Dialect, 'answer'>): Promise<readonly RequestCount[]> {
  const refused: string[] = [];
  const stub = await openEndpointStub((request) => {
    const told = answer(request);
    if (told !== undefined && typeof told !== 'function' && (told.status ?? 200) >= 400) refused.push(keyOf(request));
    return told;
  });
  const count = async (model: ReturnType<typeof openModel>, way: keyof typeof WAYS): Promise<number> => {
    const before = stub.requests.length;
    await WAYS[way](model).catch(() => {});
    return stub.requests.slice(before).filter(({ method }) => method === 'POST').length;
  };
  const open = () => openModel({ baseURL: stub.baseURL });
  try {
    const counts: RequestCount[] = [];
    const probed = open();
    await count(probed, 'probe');
    for (const way of Object.keys(WAYS) as (keyof typeof WAYS)[]) {
      const model = open();
      refused.length = 0;
      const fresh = await count(model, way);
      const repeated = refused.length - new Set(refused).size;
      const known = await count(model, way);
      counts.push({ way, fresh, known, probed: await count(probed, way), repeated });
      model.close();
    }
    probed.close();
    return counts;
  } finally {
    await stub.close();
  }
}

function keyOf({ path, body }: StubRequest): string {
  return `${path} ${JSON.stringify(body)}`;
}
