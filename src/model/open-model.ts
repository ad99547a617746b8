import type { Fact, Told } from '../domain/fact.js';
import type { EndpointOverview } from '../domain/language-model.js';
import { createFact } from '../facts.js';
import { createAsker } from './asking/asker.js';
import { createCapabilityMemory } from './asking/capability-memory.js';
import { createModelChoice } from './asking/choose-model.js';
import { createGate } from './asking/gate.js';
import { createModelList } from './asking/model-list.js';
import { withCancel } from './asking/shared-answer.js';
import { atEndpointOf, ModelError, withSettings } from './errors.js';
import { createInside } from './inside/create-inside.js';
import { createLine } from './line/line.js';
import type { ModelOptions, OpenModel } from './model-options.js';
import { findContextLength } from './probe/context-length.js';
import { findCapabilities } from './probe/find-capabilities.js';
import { findDrawOrder } from './probe/probe-draw-order.js';
import { findScale } from './probe/probe-scale.js';
import { allFailing, allLeftOut } from './replicas/resting.js';
import { scoreText } from './score/score-text.js';
import { chatLengthOnServer, tokenizeOnServer } from './tokenizer/server-tokenizer.js';
import { askDraw } from './ways/ask-draw.js';
import { askEndings } from './ways/ask-endings.js';
import { askRolls } from './ways/ask-rolls.js';
import { generateText } from './ways/generate-text.js';
import { askNextToken } from './ways/next-token.js';
import { askReply } from './ways/reply.js';
import { createCircuit, isFailureInWords } from './wire/circuit.js';
import { isRefusalOf } from './wire/classify-refusal.js';
import { spellingsInJson } from './wire/cover-secrets.js';
import { parseEndpointAddress } from './wire/endpoint-address.js';
import { explainRefusal } from './wire/explain-refusal.js';
import { createFailureLog } from './wire/failure-log.js';
import { openJsonThread } from './wire/json-thread.js';
import { withKnownNames } from './wire/model-log.js';
import { type Refusal, RefusalError } from './wire/refusal.js';
import { spellingsOf, withoutScheme } from './wire/secret-spellings.js';
import { openTransport } from './wire/transport.js';

/**
 * Opens the models of one endpoint; nothing is asked until it is used.
 *
 * @throws ModelError when an address is no http or https address
 */
export function openModel(options: ModelOptions): OpenModel {
  const { now = () => performance.now() } = options;
  const isKnown = (model: string) => model === options.defaultModel || list.has(model);
  const log = withKnownNames(options.log, isKnown);
  const address = parseEndpointAddress(options.baseURL);
  const others = (options.replicaURLs ?? []).map(parseEndpointAddress);
  const addresses = others.length + 1;
  const apiKey = options.apiKey === '' ? undefined : options.apiKey;
  const label = options.label ?? address.host;
  const where = nameOf({ label, host: address.host, addresses, tiny: options.tiny ?? false });
  const whole = { endpoint: addresses === 1 ? where : label, addresses };
  const { headers = {} } = options;
  const secrets = spellingsOf([
    ...(apiKey === undefined ? [] : [apiKey]),
    ...Object.values(headers).flatMap(withoutScheme),
    ...[address, ...others].flatMap((one) => one.secrets),
  ]);
  const failures = createFailureLog({ where, secrets, log, now });
  const hasKey =
    apiKey !== undefined ||
    [address, ...others].some(({ authorization }) => authorization !== undefined) ||
    Object.keys(headers).length > 0;
  const explain = (refusal: Refusal) => explainRefusal(refusal, { where, model: undefined, hasKey, secrets });
  const transport = openTransport({
    // The embedded model is started again by what runs it.
    circuitOf: ({ host }) =>
      options.tiny
        ? undefined
        : createCircuit({ where, address: addresses === 1 ? undefined : host, explain, log, now }),
    address,
    others,
    endpoint: whole.endpoint,
    now,
    apiKey,
    headers,
    where,
    secrets,
    limits: {
      firstByteMs: options.requestTimeoutMs ?? 840_000,
      idleMs: options.idleTimeoutMs ?? 120_000,
      quietMs: options.quietTimeoutMs ?? 180_000,
      wholeMs: options.answerTimeoutMs ?? 840_000,
    },
    fetch: options.fetch,
    whenUnreachable: options.whenUnreachable,
    onFailure: (error, request, host) => failures.met(error, request, addresses === 1 ? undefined : host),
    onSilence: (host) =>
      log?.warn({ endpoint: label, address: host }, 'an address says nothing while others answer, and is passed by'),
    // It can come back with other options.
    onReturn: () => {
      memory.forgetAll();
      list.doubt();
    },
  });
  const { replicas } = transport;
  const endpoint = { label, tiny: options.tiny ?? false };
  const memory = createCapabilityMemory(now, {
    streaming: options.streaming === false,
    logprobs: options.logprobs === false,
  });
  const long = openJsonThread(log);
  const list = createModelList(transport, { where, secrets, long }, now, memory.forget);
  const sentAlong = () => {
    const { userField: name, userName } = options;
    const value = name === undefined ? undefined : userName?.();
    return name === undefined || value === undefined ? [] : [{ name, value, wanted: false }];
  };
  const reading = { where, secrets, long };
  const { whoAsks = () => undefined, meter } = options;
  const line = (options.line ?? createLine()).open(
    () => replicas.filter((one) => one.mayEnter() && !one.silence.isOn()).length,
  );
  const gate = createGate({ line, whoAsks, meter, endpoint: label, isKnown, observer: options.observer });
  const asker = createAsker({
    transport,
    memory,
    list,
    ...reading,
    covered: spellingsInJson(secrets),
    hasKey,
    sentAlong,
    gate,
    log,
    failures,
    now,
  });

  const choice = createModelChoice(asker, now);

  const readList = (signal?: AbortSignal) =>
    list.read(signal).catch((error: unknown) => {
      failures.passed(error, { model: undefined, route: '/models' });
      throw error;
    });

  async function listIds(signal?: AbortSignal): Promise<string[]> {
    const { defaultModel } = options;
    try {
      const ids = (await readList(signal)).map(({ id }) => id);
      return ids.length === 0 && defaultModel !== undefined ? [defaultModel] : ids;
    } catch (error) {
      // A gateway can keep its list to itself, and answer all the same.
      const isKept = isRefusalOf(error, 'key', 'request', 'failure');
      if (defaultModel === undefined || !isKept) throw error;
      return [defaultModel];
    }
  }

  async function chooseModel(wanted: string | undefined, signal?: AbortSignal): Promise<string> {
    const named = wanted ?? options.defaultModel;
    if (named !== undefined) return named;
    const listed = await readList(signal);
    // The embedded model lists its own, in the order in which they are to be used.
    if (options.tiny && listed[0] !== undefined) return listed[0].id;
    return withCancel(choice.choose(listed), signal);
  }

  /** What asks for no text is also asked of a server whose models write none. */
  async function withAnyModel<T>(
    wanted: string | undefined,
    signal: AbortSignal | undefined,
    run: (model: string) => Promise<T>,
  ): Promise<T> {
    const model = await explained(wanted, () =>
      chooseModel(wanted, signal).catch(async (error: unknown) => {
        const [first] = error instanceof ModelError && error.kind === 'model-unknown' ? await readList(signal) : [];
        if (first === undefined) throw error;
        return first.id;
      }),
    );
    return explained(model, () => run(model));
  }

  const { settings } = options;
  /** What is told names what is set for this endpoint. */
  const ofMine = (error: ModelError) => (settings === undefined ? error : atEndpointOf(error, settings));
  const tellMine = (fact: Fact) => (settings === undefined ? fact : withSettings(fact, settings));

  const recall: OpenModel['recall'] = async () => {
    const failing = allFailing(replicas);
    return {
      passedOver: choice.passedOver.map((one) => ({ ...one, why: tellMine(one.why) })),
      known: await memory.known(),
      failing: failing && { ...failing, why: tellMine(failing.why) },
    };
  };

  /** What is known of the endpoint without asking a model. */
  async function overview(signal?: AbortSignal): Promise<EndpointOverview> {
    list.doubt();
    // The list first: another model behind a name is forgotten by it.
    const listed = await explained(undefined, () => listIds(signal)).then(
      (models) => ({ models }),
      (error: unknown) => {
        if (!(error instanceof ModelError) || error.kind === 'cancelled') throw error;
        return { models: [], failure: error.fact };
      },
    );
    return { ...listed, ...(await recall()), endpoint };
  }

  /** Every failure ends as a sentence here. */
  async function explained<T>(model: string | undefined, run: () => Promise<T>): Promise<T> {
    try {
      return await explainedRefusal(model, run);
    } catch (error) {
      throw error instanceof ModelError ? ofMine(error) : error;
    }
  }

  /** Refusals that nothing was learned from. */
  async function explainedRefusal<T>(model: string | undefined, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof RefusalError)) {
        failures.told(error, model);
        throw error;
      }
      const about = { where, model, hasKey, secrets };
      const failure = explainRefusal(error.refusal, about);
      failures.told(error, model, failure);
      if (isFailureInWords(error)) transport.failed(error, failure, '/completions');
      if (failure.kind !== 'model-unknown') throw failure;
      throw explainRefusal(error.refusal, about, await listIds().catch(() => []));
    }
  }

  async function withModel<T>(
    wanted: string | undefined,
    signal: AbortSignal | undefined,
    run: (model: string) => Promise<T>,
  ): Promise<T> {
    const model = await explained(wanted, () => chooseModel(wanted, signal));
    return explained(model, () => run(model));
  }

  return {
    endpoint,
    doubtList: list.doubt,
    recall,
    leftOut() {
      const failure = allLeftOut(replicas, whole);
      return failure && ofMine(failure);
    },
    keptWaiting(failure) {
      for (const { circuit } of replicas) circuit?.failed(failure, '/models');
    },
    replicas: () => replicas.map((one) => ({ endpoint: label, ...one.health() })),
    endpoints: async (signal) => [await overview(signal)],
    models: (signal) => explained(undefined, () => listIds(signal)),
    defaultModel: (signal) => explained(undefined, () => chooseModel(undefined, signal)),
    nextToken: (request) => withModel(request.model, request.signal, (model) => askNextToken(asker, model, request)),
    generate: (request) => withModel(request.model, request.signal, (model) => generateText(asker, model, request)),
    draw: (request) => withModel(request.model, request.signal, (model) => askDraw(asker, model, request)),
    rolls: (request) => withModel(request.model, request.signal, (model) => askRolls(asker, model, request)),
    endings: (request) => withModel(request.model, request.signal, (model) => askEndings(asker, model, request)),
    scale: (wanted, signal) => withModel(wanted, signal, (model) => findScale(asker, model, signal)),
    drawOrder: (wanted, signal) => withModel(wanted, signal, (model) => findDrawOrder(asker, model, signal)),
    capabilities: (wanted, signal, again) =>
      withModel(wanted, signal, (model) => findCapabilities(asker, model, { signal, again })),
    contextLength: (wanted, signal) => withModel(wanted, signal, (model) => findContextLength(asker, model, signal)),
    score: (request) => withModel(request.model, request.signal, (model) => scoreText(asker, model, request)),
    tokenize: (request) =>
      withAnyModel(request.model, request.signal, (model) => tokenizeOnServer(asker, model, request)),
    chatLength: (request) =>
      withModel(request.model, request.signal, (model) => chatLengthOnServer(asker, model, request)),
    reply: (request) => withModel(request.model, request.signal, (model) => askReply(asker, model, request)),
    inside: createInside({ asker, withModel, listed: (signal) => explained(undefined, () => list.read(signal)), now }),
    close() {
      line.close();
      transport.close();
      long.close();
    },
  };
}

/** What sentences call an endpoint: its label and host. Of several addresses none is named, because it could be any. */
function nameOf(endpoint: {
  readonly label: string;
  readonly host: string;
  readonly addresses: number;
  readonly tiny: boolean;
}): Told {
  const { label, host, addresses, tiny } = endpoint;
  if (tiny) return createFact('embedded-model');
  if (addresses > 1) return createFact('endpoint-of-addresses', { endpoint: label, addresses });
  return label.includes(host) ? label : `${label} (${host})`;
}
