import type { EndpointSettings } from '../../endpoint-settings.js';
import { type ModelOptions, openModel } from '../open-model.js';
import { endpointNames } from './endpoint-names.js';
import type { NamedEndpoint } from './named-endpoint.js';
import { type JoinedModel, joinEndpoints } from './several-endpoints.js';

/** Opens endpoints as one model; one alone is what it is. */
export function openEndpoints(
  [first, ...others]: readonly [EndpointSettings, ...EndpointSettings[]],
  common: Pick<ModelOptions, 'log' | 'fetch' | 'userName' | 'whoAsks' | 'line' | 'meter'>,
): JoinedModel {
  const open = ({ name, firstByteTimeoutSeconds, idleTimeoutSeconds, ...settings }: EndpointSettings, label = name) =>
    openModel({
      ...settings,
      ...common,
      label,
      requestTimeoutMs: milliseconds(firstByteTimeoutSeconds),
      idleTimeoutMs: milliseconds(idleTimeoutSeconds),
    });
  if (others.length === 0) return open(first);
  const names = endpointNames([first, ...others]);
  const named = (settings: EndpointSettings, at: number): NamedEndpoint => {
    const name = names[at] ?? settings.baseURL;
    return { name, model: open(settings, name), hasDefault: settings.defaultModel !== undefined };
  };
  return joinEndpoints([named(first, 0), ...others.map((settings, at) => named(settings, at + 1))]);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
