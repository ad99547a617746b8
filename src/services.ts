import type { Charts } from './charts/picture.js';
import type { ModelInside } from './domain/inside.js';
import type { LanguageModel } from './domain/language-model.js';
import type { ChannelSettings, People, RunStore, Settings } from './storage/contract.js';
import type { Tokenizer } from './tokens/token.js';

/** A model, and what looks inside it. */
export interface ModelWithInside {
  readonly model: LanguageModel;
  readonly inside: ModelInside;
}

/** What a command may use. */
export interface Services extends ModelWithInside {
  /**
   * The embedded model, for what the connected endpoint cannot do: started when it is first asked for and kept then; the
   * same objects where it is the one that is connected. Rejects with a `UserError` where it cannot start.
   */
  readonly embedded: () => Promise<ModelWithInside>;
  readonly tokenizer: Tokenizer;
  readonly charts: Charts;
  readonly runs: RunStore;
  readonly channels: ChannelSettings;
  readonly settings: Settings;
  readonly people: People;
  /** Whether all of that is in a database that several computers may share. */
  readonly isShared?: boolean;
  /** Where what people write is checked before it is used; undefined where nobody is asked. */
  readonly moderation?: { readonly host: string } | undefined;
}
