import type { ModelInside } from '../../src/domain/inside.js';

/** Directions that words of a test share: animals, royalty, fruit, men and women; what is in no group has one of its own. */
const GROUPS: Readonly<Record<string, readonly number[]>> = {
  cat: [1, 0, 0, 0, 0, 0.3],
  dog: [1, 0, 0, 0, 0, -0.3],
  king: [0, 1, 0, 1, 0, 0],
  queen: [0, 1, 0, 0, 1, 0],
  man: [0, 0.2, 0, 1, 0, 0.1],
  woman: [0, 0.2, 0, 0, 1, 0.1],
  apple: [0, 0, 1, 0, 0, 0.2],
  banana: [0, 0, 1, 0, 0, -0.2],
  nothing: [0, 0, 0, 0, 0, 0],
};

/** Numbers of each vector: most of them tell words apart that are in no group. */
export const DIMENSIONS = 30;

/** The vector that a test's model has for a text. */
export function vectorOf(text: string): Float32Array {
  const known = GROUPS[text];
  if (known !== undefined) return Float32Array.from({ length: DIMENSIONS }, (_, at) => known[at] ?? 0);
  // Any numbers, the same each time.
  let state = Array.from(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 7);
  return Float32Array.from({ length: DIMENSIONS }, (_, at) => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return (state / 2_147_483_647 - 0.5) * (at < 6 ? 0.1 : 1);
  });
}

/** The embeddings of such a model, and what it was asked for. */
export function createVectorModel(): { readonly embeddings: ModelInside['embeddings']; readonly asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    async embeddings({ texts, model = 'vectors' }) {
      asked.push([...texts]);
      const request = {
        path: '/embeddings',
        body: { model, input: texts, encoding_format: 'base64' },
        requestId: 'id-1',
        sentAt: 1_700_000_000_000,
        seconds: 0.25,
      };
      return { model, vectors: texts.map(vectorOf), request };
    },
  };
}
