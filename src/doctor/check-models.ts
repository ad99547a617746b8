import type { Config } from '../config.js';
import { isModelFailure } from '../domain/model-failure.js';
import type { EndpointSettings } from '../endpoint-settings.js';
import { UserError } from '../errors.js';
import { openModel } from '../model/open-model.js';
import { openEndpoints } from '../model/several/open-endpoints.js';
import { openModeration } from '../moderation/open-moderation.js';
import { openTinyModel } from '../tiny-model/open-tiny-model.js';
import { doctorWords } from '../words/doctor.js';
import { type Finding, reasonOf } from './finding.js';

const words = doctorWords('en');

/** A server that loads its model first may take so long, in milliseconds. */
const MAX_WAIT_MS = 120_000;
/** So many models are named that an address lacks. */
const MAX_NAMED = 5;

/** Asks each endpoint what it can do, with a few short requests; where none is set, the embedded model. */
export async function checkModels({ model, otherEndpoints = [] }: Config, fetcher: typeof fetch): Promise<Finding[]> {
  const { baseURL, ...settings } = model;
  if (baseURL === undefined) return [await checkEmbedded()];
  const found: Finding[] = [];
  for (const endpoint of [{ baseURL, ...settings }, ...otherEndpoints]) {
    found.push(...(await (endpoint.replicaURLs === undefined ? checkEndpoint : checkAddresses)(endpoint, fetcher)));
  }
  return found;
}

async function checkEndpoint(settings: EndpointSettings, fetcher: typeof fetch): Promise<Finding[]> {
  const endpoint = openEndpoints([settings], { fetch: fetcher });
  try {
    return await examine(endpoint, words.about.model(endpoint.endpoint.label));
  } finally {
    endpoint.close();
  }
}

/** Each address for itself, and whether they have the same models. */
async function checkAddresses(settings: EndpointSettings, fetcher: typeof fetch): Promise<Finding[]> {
  const { replicaURLs = [], baseURL, ...shared } = settings;
  const found: Finding[] = [];
  const lists = new Map<string, readonly string[]>();
  for (const url of [baseURL, ...replicaURLs]) {
    const endpoint = openEndpoints([{ ...shared, baseURL: url }], { fetch: fetcher });
    const [{ address = url } = {}] = endpoint.replicas();
    const { label } = endpoint.endpoint;
    try {
      found.push(...(await examine(endpoint, words.about.model(label === address ? label : `${label}, ${address}`))));
      const ids = await endpoint.models(AbortSignal.timeout(MAX_WAIT_MS)).catch(() => undefined);
      if (ids !== undefined) lists.set(address, ids);
    } finally {
      endpoint.close();
    }
  }
  const all = [...new Set([...lists.values()].flat())];
  for (const [address, ids] of lists) {
    const lacking = all.filter((id) => !ids.includes(id));
    if (lacking.length === 0) continue;
    const about = words.about.model(address);
    found.push({ mark: 'note', about, sentence: words.model.lacks(lacking.slice(0, MAX_NAMED), lacking.length) });
  }
  return found;
}

async function examine(endpoint: ReturnType<typeof openEndpoints>, about: string): Promise<Finding[]> {
  const begun = performance.now();
  try {
    const { model, completions, chat } = await endpoint.capabilities(undefined, AbortSignal.timeout(MAX_WAIT_MS));
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const listed = Math.max(completions.listed, chat.listed);
    return [
      { mark: 'well', about, sentence: words.model.well(model, seconds) },
      listed > 0
        ? { mark: 'well', about, sentence: words.model.listed(listed) }
        : { mark: 'note', about, sentence: words.model.noLogprobs },
    ];
  } catch (error) {
    return [{ mark: 'trouble', about, sentence: words.model.failed(sentenceOf(error)) }];
  }
}

async function checkEmbedded(): Promise<Finding> {
  const about = words.about.model('embedded');
  try {
    const tiny = await openTinyModel();
    const model = openModel({ baseURL: tiny.baseURL, tiny: true });
    try {
      await model.nextToken({ prompt: 'Once upon a time', candidates: 3 });
      return { mark: 'well', about, sentence: words.model.embedded };
    } finally {
      model.close();
      await tiny.close();
    }
  } catch (error) {
    return { mark: 'trouble', about, sentence: words.model.failed(sentenceOf(error)) };
  }
}

/** Asks the moderation endpoint about a harmless text, where there is one. */
export async function checkModeration({ moderation }: Config, fetcher: typeof fetch): Promise<Finding[]> {
  if (moderation === undefined) return [];
  const about = words.about.moderation;
  try {
    await openModeration({ ...moderation, fetch: fetcher }).check(['Good morning.']);
    return [{ mark: 'well', about, sentence: words.moderation.well }];
  } catch (error) {
    return [{ mark: 'trouble', about, sentence: words.moderation.failed(sentenceOf(error)) }];
  }
}

function sentenceOf(error: unknown): string {
  return isModelFailure(error) || error instanceof UserError ? error.message : reasonOf(error);
}
