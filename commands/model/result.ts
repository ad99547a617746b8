import { z } from 'zod';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { scaleSchema } from '../../src/lesson/stored/stored-tokens.js';

const routeSchema = z.object({
  available: z.boolean(),
  listed: z.number(),
  mayListMore: z.boolean(),
  lengthParameter: z.enum(['max_tokens', 'max_completion_tokens']),
  refused: z.array(z.string()),
});

const questionSchema = z.enum([
  'completions',
  'chat',
  'scale',
  'tokens',
  'continuation',
  'tokenizer',
  'scoring',
  'several',
  'seed',
  'embeddings',
  'models',
  'context-length',
]);

/** `Capabilities` of the domain, as they are stored. */
const capabilitiesSchema = z.object({
  model: z.string(),
  server: z.string().optional(),
  completions: routeSchema,
  chat: routeSchema,
  scale: scaleSchema,
  ids: z.boolean().optional(),
  bytes: z.enum(['true', 're-encoded', 'none']).optional(),
  continuation: z.enum(['prefix', 'instruction']).optional(),
  scoring: z.enum(['echo', 'prompt-logprobs', 'stepping', 'none']).optional(),
  tokenizer: z.string().optional(),
  embeddings: z.boolean().optional(),
  several: z.boolean().optional(),
  seed: z.enum(['repeats', 'varies', 'refused']).optional(),
  looksUp: z.literal(true).optional(),
  vocabularySize: z.number().optional(),
  contextLength: z.number().optional(),
  failures: z.array(z.object({ question: questionSchema, failure: factSchema })),
  probedAt: z.number(),
});

/** A server that fails again and again. */
const failingSchema = z.object({ failures: z.number(), why: factSchema, triesAt: z.number().optional() });

/** What is told in a line of a model beside the one that is looked at. */
const KNOWN = {
  model: true,
  completions: true,
  chat: true,
  looksUp: true,
  scoring: true,
  tokenizer: true,
  contextLength: true,
  vocabularySize: true,
} as const;

/** What a model can do, and what the channel uses. */
export const modelResult = z.object({
  /** The model that is looked at. */
  shown: z.string(),
  /** What it can do, or why that cannot be told. */
  found: z.union([z.object({ capabilities: capabilitiesSchema }), z.object({ why: factSchema })]),
  endpoint: endpointSchema,
  /** Of the endpoint that the model is at. */
  failing: failingSchema.optional(),
  /** Where there are several: each of them, what it lists, and what was found out of its models up to now. */
  endpoints: z
    .array(
      z.object({
        label: z.string(),
        models: z.number(),
        /** The first of its models. */
        names: z.array(z.string()),
        failure: factSchema.optional(),
        failing: failingSchema.optional(),
        known: z.array(capabilitiesSchema.pick(KNOWN)),
      }),
    )
    .optional(),
  /** Models that stand before the default one in its list, and that write no texts. */
  passedOver: z.array(z.object({ model: z.string(), why: factSchema })).optional(),
  /** The endpoint's other models, as many as a menu holds, and how many more it has. */
  others: z.array(z.string()),
  moreModels: z.number(),
  /** The model that holds where none is set; undefined where the endpoint cannot say. */
  defaultModel: z.string().optional(),
  /** The model that is set for the channel. */
  channelModel: z.string().optional(),
  /** The last change of the channel's model on this message; no `model` is the default. */
  change: z.object({ by: z.string(), model: z.string().optional() }).optional(),
  /** Every command that has to do with a model, and what it needs. */
  commands: z.array(
    z.object({
      command: z.string(),
      variant: z.enum(['own-tokenizer']).optional(),
      need: z.enum(['nothing', 'logprobs', 'chat', 'texts', 'scoring', 'tokenizer']),
    }),
  ),
});

export type ModelResult = z.infer<typeof modelResult>;

/** One of several endpoints. */
export type ShownEndpoint = NonNullable<ModelResult['endpoints']>[number];

/** What a model can do, as its answers showed. */
export type FoundCapabilities = z.infer<typeof capabilitiesSchema>;
