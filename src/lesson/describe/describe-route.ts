import type { Distribution } from '../../domain/distribution.js';

/** How a model is asked what comes next, in words. */
export function describeRoute(route: Distribution['route']): string {
  return route === 'completions'
    ? 'the text itself is continued'
    : 'the model is asked, as an assistant, to continue the text: not quite the same question';
}
