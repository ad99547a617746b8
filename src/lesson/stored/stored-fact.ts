import { z } from 'zod';
import type { Fact } from '../../domain/fact.js';
import { createFact } from '../../facts.js';

/** A fact as it is kept; earlier versions kept the English sentence instead. */
export const factSchema = z.codec(
  z.union([z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }), z.string()]),
  z.custom<Fact>(),
  {
    decode: (stored) => (typeof stored === 'string' ? createFact('said', { sentence: stored }) : stored),
    encode: ({ code, params }) => ({ code, params: { ...params } }),
  },
);
