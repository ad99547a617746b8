import type { Told } from '../../src/domain/fact.js';
import { sentenceOf } from '../../src/facts.js';

/** The English sentences of facts. */
export function tell(facts: readonly Told[]): string[] {
  return facts.map((fact) => sentenceOf(fact, 'en'));
}
