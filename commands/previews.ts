import type { Services } from '../src/services.js';
import { previewTokens } from './tokenize/preview.js';

/** What the playground's page shows of a text while it is typed, by command and option; in the words of a locale. */
export function playgroundPreviews(services: Services, locale: string) {
  return { tokenize: { text: previewTokens(services, locale) } };
}
