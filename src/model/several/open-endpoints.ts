import type { EndpointSettings } from '../../endpoint-settings.js';
import type { SettingNames } from '../../words/setting-names.js';
import type { ModelOptions } from '../model-options.js';
import { openModel } from '../open-model.js';
import { endpointNames } from './endpoint-names.js';
import type { NamedEndpoint } from './named-endpoint.js';
import { type JoinedModel, joinEndpoints } from './several-endpoints.js';

/**
 * Opens endpoints as one model; one alone is what it is.
 *
 * @param settingNames what the operator sets for each, where that is not what is usual
 */
export function openEndpoints(
  [first, ...others]: readonly [EndpointSettings, ...EndpointSettings[]],
  common: Pick<ModelOptions, 'log' | 'fetch' | 'userName' | 'whoAsks' | 'line' | 'meter' | 'observer'>,
  settingNames: readonly (SettingNames | undefined)[] = [],
): JoinedModel {
  const open = (endpoint: EndpointSettings, at: number, label = endpoint.name) => {
    const { name: _, firstByteTimeoutSeconds, idleTimeoutSeconds, ...how } = endpoint;
    return openModel({
      ...how,
      ...common,
      label,
      settings: settingNames[at],
      requestTimeoutMs: milliseconds(firstByteTimeoutSeconds),
      idleTimeoutMs: milliseconds(idleTimeoutSeconds),
    });
  };
  if (others.length === 0) return open(first, 0);
  const names = endpointNames([first, ...others]);
  const named = (settings: EndpointSettings, at: number): NamedEndpoint => {
    const name = names[at] ?? settings.baseURL;
    return { name, model: open(settings, at, name), hasDefault: settings.defaultModel !== undefined };
  };
  return joinEndpoints([named(first, 0), ...others.map((settings, at) => named(settings, at + 1))]);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
