/** How the operator sets what belongs to one endpoint: the names of its variables, or of its fields in a file. */
export interface SettingNames {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly model: string;
}

/** Those of the endpoint that stands first in the environment. */
export const USUAL_SETTINGS: SettingNames = {
  baseURL: 'OPENAI_BASE_URL',
  apiKey: 'OPENAI_API_KEY',
  model: 'OPENAI_MODEL',
};
