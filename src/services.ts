import type { Charts } from './charts/picture.js';
import type { LanguageModel } from './domain/language-model.js';
import type { ChannelSettings, RunStore, Settings } from './storage/contract.js';
import type { Tokenizer } from './tokens/token.js';

/** What a command may use. */
export interface Services {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
  readonly charts: Charts;
  readonly runs: RunStore;
  readonly channels: ChannelSettings;
  readonly settings: Settings;
}
