import { openModel } from '../../src/model/open-model.js';
import type { Services } from '../../src/services.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { testSeed } from '../setup/test-seed.js';
import { openKeptCharts, openKeptTokenizer } from './kept-threads.js';
import { openKeptTinyModel } from './tiny-model.js';

/** Services to run commands with, as `main` puts them together; close them when the tests are over. */
export interface OpenServices extends Services {
  close(): Promise<void>;
}

/** Opens real services: the embedded model, and a database in memory. */
export async function openServices(): Promise<OpenServices> {
  const [tiny, storage] = await Promise.all([
    openKeptTinyModel({ seed: testSeed }),
    openStorage({ url: 'file::memory:' }),
  ]);
  const model = openModel({ baseURL: tiny.baseURL, tiny: true, label: 'embedded tiny model' });
  const charts = openKeptCharts();
  const tokenizer = openKeptTokenizer();
  return {
    model,
    inside: model.inside,
    embedded: async () => ({ model, inside: model.inside }),
    charts,
    tokenizer,
    runs: storage.runs,
    channels: storage.channels,
    settings: storage.settings,
    people: storage.people,
    async close() {
      model.close();
      await Promise.all([storage.close(), charts.close(), tokenizer.close(), tiny.close()]);
    },
  };
}
