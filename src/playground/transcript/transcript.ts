import { z } from 'zod';
import { formView, messageName, messageView } from './view-schema.js';

const FORMAT = 'playground-transcript';
const VERSION = 1;

const text = z.string();
const number = z.number().int().positive();

// The name of a channel, `thread K` for the K-th thread, `elsewhere`, or the person's own `dm` or `private`.
const where = text;

/** A button, menu or field: its place among those of the message, from 1 (0: there was none), and what is on it. */
const place = z.strictObject({ position: z.number().int().nonnegative(), label: text.optional() });

export type Place = z.infer<typeof place>;

/** Files by name: `file N` was put down by deed N. */
const files = z.array(text);

/**
 * What somebody did. Ids in texts and option values are names in ⟦ ⟧, such as `⟦person 1⟧`; `user` is such a name alone.
 * What a menu's chosen options are called is what stands on them; `form` is the number of the deed that opened the form.
 */
const deed = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('join'), name: text, locale: text }),
  z.strictObject({ do: z.literal('leave') }),
  z.strictObject({
    do: z.literal('slash'),
    name: text,
    options: z.record(text, z.union([text, z.number(), z.boolean()])).optional(),
    where,
  }),
  z.strictObject({ do: z.literal('message-command'), name: text, message: messageName }),
  z.strictObject({ do: z.literal('user-command'), name: text, user: text, where }),
  z.strictObject({ do: z.literal('press'), message: messageName, button: place }),
  z.strictObject({ do: z.literal('select'), message: messageName, menu: place, chosen: z.array(text) }),
  z.strictObject({
    do: z.literal('submit'),
    form: z.number().int().nonnegative(),
    entered: z.array(z.strictObject({ field: place, value: z.union([text, z.array(text)]) })),
  }),
  z.strictObject({ do: z.literal('say'), where, text, files: files.optional() }),
  z.strictObject({
    do: z.literal('reply'),
    where,
    text,
    message: messageName,
    files: files.optional(),
    silent: z.boolean().optional(),
  }),
  z.strictObject({ do: z.literal('attach'), where, name: text, type: text, base64: text }),
  z.strictObject({ do: z.literal('forward'), message: messageName, where }),
  z.strictObject({
    do: z.literal('poll'),
    where,
    question: text,
    answers: z.array(text),
    multiple: z.boolean().optional(),
  }),
  z.strictObject({ do: z.literal('start-thread'), message: messageName.optional(), where, name: text }),
  z.strictObject({ do: z.literal('join-thread'), where }),
  z.strictObject({ do: z.literal('edit'), message: messageName, text }),
  z.strictObject({ do: z.literal('delete'), message: messageName }),
  z.strictObject({ do: z.literal('dismiss'), message: messageName }),
  z.strictObject({ do: z.literal('make-channel') }),
  z.strictObject({ do: z.literal('start-over'), where }),
  // Something of which who saved the transcript sees nothing.
  z.strictObject({ do: z.literal('unseen') }),
]);

export type Deed = z.infer<typeof deed>;

/**
 * What came of a deed. `first` is the kind of the first response to an interaction: `failed` when none came in time,
 * `waiting` when none has come yet. `refused` has Discord's words for what it does not allow. `messages` are those that
 * the deed made or changed, as they stood after the last change that was made for it; `gone` those it took away.
 * `settled` is false while the bot still owes the response.
 */
const outcome = z.strictObject({
  settled: z.boolean(),
  first: z.enum(['waiting', 'message', 'thinking', 'deferred-update', 'update', 'modal', 'failed']).optional(),
  refused: text.optional(),
  form: formView.optional(),
  messages: z.array(messageView),
  gone: z.array(messageName).optional(),
});

export type Outcome = z.infer<typeof outcome>;

/** A deed with its number, from 1 in order, and the number of the deed by which who did it joined. */
const entry = z.strictObject({ number, by: number.optional(), deed, outcome });

export type TranscriptEntry = z.infer<typeof entry>;

const transcript = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  deeds: z.array(entry),
  /** What the bot posted by itself, in answer to no interaction, as it stands at the end. */
  posts: z.array(z.strictObject({ where: text, message: messageView })),
  /** How much came after the limit and was not kept; absent when everything is here. */
  leftOut: z
    .strictObject({ deeds: z.number().int().nonnegative(), messages: z.number().int().nonnegative() })
    .optional(),
});

/**
 * What people did in a playground and what came of it, as plain JSON: no ids, tokens or times, but names for what is
 * meant, so that it can be done again in another playground. Autocomplete is left out, because nobody sees it
 * afterwards.
 */
export type Transcript = z.infer<typeof transcript>;

/** A transcript of these parts, with its format and version. */
export function createTranscript(parts: Omit<Transcript, 'format' | 'version'>): Transcript {
  return { format: FORMAT, version: VERSION, ...parts };
}

/**
 * Reads a saved transcript.
 *
 * @param json the text of the file
 * @throws Error with a sentence that names the place, for anything that is not a transcript of this version
 */
export function parseTranscript(json: string): Transcript {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('The transcript is not JSON.');
  }
  const head = z.looseObject({ format: z.literal(FORMAT), version: z.unknown().optional() }).safeParse(value);
  if (!head.success) throw new Error(`This is not a transcript of the playground: it has no "format": "${FORMAT}".`);
  if (head.data.version !== VERSION) {
    const version = JSON.stringify(head.data.version) ?? 'none';
    throw new Error(`The transcript's version is ${version.slice(0, 40)}; this playground reads version ${VERSION}.`);
  }
  const read = transcript.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`The transcript is not understood at ${pathText(issue?.path ?? [])}: ${issue?.message ?? ''}`);
  }
  for (const [index, one] of read.data.deeds.entries()) checkEntry(read.data.deeds, one, index);
  return read.data;
}

/** `deeds[1].deed.name` */
function pathText(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '') || 'its top';
}

function checkEntry(entries: readonly TranscriptEntry[], { number, by, deed: done }: TranscriptEntry, index: number) {
  const fail = (what: string): never => {
    throw new Error(`The transcript is not understood at deeds[${index}]: ${what}`);
  };
  if (number !== index + 1) fail(`its number is ${number}, in order it would be ${index + 1}.`);
  if (done.do === 'join') return;
  if (by === undefined) return fail('it does not say by whom.');
  if (by >= number || entries[by - 1]?.deed.do !== 'join') fail(`nobody joined by deed ${by} before it.`);
  if (done.do === 'submit' && done.form >= number) fail(`deed ${done.form}, whose form it sends, is not before it.`);
  if ('message' in done && done.message !== undefined && Number.parseInt(done.message, 10) >= number)
    fail(`the message ${done.message} is not from before it.`);
}
