import { decoded } from './decoded.js';
import { isHttpURL } from './endpoint-addresses.js';
import type { TraceSettings } from './operations/traces/traces.js';
import { operatorWords } from './words/operator.js';

type Environment = Readonly<Record<string, string | undefined>>;

const words = operatorWords('en').setting;

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const TRACES_ENDPOINT = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
const PROTOCOLS = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'] as const;

/**
 * Where traces are sent, by OpenTelemetry's own variables; nowhere unless a collector is named. All variables of the SDK that
 * are not read here, such as those of sampling, it reads itself.
 *
 * @param environment without empty values
 */
export function readTraceSettings(environment: Environment): {
  readonly settings: TraceSettings | undefined;
  readonly problems: readonly string[];
} {
  const none = { settings: undefined, problems: [] };
  const isOff = environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || environment.OTEL_TRACES_EXPORTER === 'none';
  const name = [TRACES_ENDPOINT, ENDPOINT].find((one) => environment[one] !== undefined);
  if (isOff || name === undefined) return none;
  const address = environment[name] ?? '';
  const problems = isHttpURL(address) ? [] : [`${name} ${words.noCollector}`];
  const protocol = PROTOCOLS.find((one) => environment[one] !== undefined);
  if (protocol !== undefined && !/^http\/(?:json|protobuf)$/.test(environment[protocol] ?? '')) {
    problems.push(`${protocol} ${words.noProtocol}`);
  }
  if (problems.length > 0) return { settings: undefined, problems };
  const url = name === TRACES_ENDPOINT ? address : `${address.replace(/\/+$/, '')}/v1/traces`;
  const headers = {
    ...headersIn(environment.OTEL_EXPORTER_OTLP_HEADERS),
    ...headersIn(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
  };
  // OpenTelemetry would send it unasked; which requests belong together is nothing for a hosted endpoint.
  const propagated = environment.OTEL_PROPAGATORS?.split(',').some((one) => one.trim() === 'tracecontext') ?? false;
  return { settings: { url, propagated, ...(Object.keys(headers).length > 0 ? { headers } : {}) }, problems: [] };
}

/** `name=value` with commas between, and percent signs as in addresses: https://www.w3.org/TR/baggage/ */
function headersIn(list: string | undefined): Record<string, string> {
  const pairs = (list ?? '').split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    return at > 0 && name !== '' ? [[name, decoded(pair.slice(at + 1).trim())] as const] : [];
  });
  return Object.fromEntries(pairs);
}
