import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { fitServerText } from '../wire/server-text.js';

/** A model wrote thoughts where a text was asked for: its tokens are no part of one. */
export function thinksInstead({ secrets }: Pick<Asker, 'secrets'>, model: string): ModelError {
  return new ModelError('unsupported', 'thinks-instead', { model: fitServerText(model, secrets) });
}
