import { z } from 'zod';

/** The longest frame that a page may send, bytes: a command with several long texts, and room to spare. */
export const MAX_FRAME_BYTES = 128 * 1024;

/** Names that a teacher may set for students to choose from. */
export const MAX_NAMES = 60;

/** How many colours a person can choose from; the page's style sheet has one for each number from 0. */
export const COLOURS = 10;

const id = z.string().regex(/^\d{1,20}$/, 'an id is made of digits');
const nonce = z.number().int().nonnegative();
const text = z.string().max(8000);
const name = z.string().max(64);
const customId = z.string().max(100);
const colour = z
  .number()
  .int()
  .min(0)
  .max(COLOURS - 1);
const optionValues = z
  .record(z.string().max(32), z.union([text, z.number(), z.boolean()]))
  .refine((values) => Object.keys(values).length <= 25, 'a command has at most 25 options');

const moderation = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['mute', 'unmute', 'remove']), personId: id }),
  z.strictObject({ do: z.literal('rename'), personId: id, name: z.string().max(200) }),
  z.strictObject({ do: z.enum(['clear', 'lock-names', 'unlock-names', 'close-joining', 'open-joining']) }),
]);

/** What a teacher does about the people of a class, and about the class itself. */
export type Moderation = z.infer<typeof moderation>;

const clientFrame = z.discriminatedUnion('type', [
  // What this browser was called before, so that a restart of the server does not rename a room of people.
  // In a class, `key` is that of the teacher's link, and `as: 'screen'` with it is the projector's view.
  z.strictObject({
    type: z.literal('hello'),
    name: name.optional(),
    colour: colour.optional(),
    key: z.string().max(64).optional(),
    as: z.literal('screen').optional(),
  }),
  z.strictObject({ type: z.literal('join'), nonce, code: z.string().max(64), name: z.string().max(200) }),
  z.strictObject({ type: z.literal('rename'), nonce, name, colour }),
  z.strictObject({
    type: z.literal('say'),
    nonce,
    channelId: id,
    text,
    replyTo: id.optional(),
    // Whether the answered message's author is pinged; they are unless told.
    ping: z.boolean().optional(),
    // What was put down by `POST /files` before.
    files: z.array(id).max(10).optional(),
  }),
  z.strictObject({ type: z.literal('forward'), nonce, messageId: id, channelId: id }),
  z.strictObject({
    type: z.literal('poll'),
    nonce,
    channelId: id,
    question: z.string().max(300),
    answers: z.array(z.string().max(55)).max(10),
    multiple: z.boolean(),
  }),
  // A thread of a message, or of a channel.
  z.strictObject({
    type: z.literal('start-thread'),
    nonce,
    messageId: id.optional(),
    channelId: id,
    name: z.string().max(100),
  }),
  z.strictObject({ type: z.literal('edit'), nonce, messageId: id, text }),
  z.strictObject({ type: z.literal('delete'), nonce, messageId: id }),
  z.strictObject({ type: z.literal('dismiss'), nonce, messageId: id }),
  z.strictObject({ type: z.literal('slash'), nonce, channelId: id, name: z.string().max(100), options: optionValues }),
  z.strictObject({
    type: z.literal('autocomplete'),
    nonce,
    channelId: id,
    name: z.string().max(100),
    options: optionValues,
    focused: z.string().max(32),
  }),
  z.strictObject({
    type: z.literal('preview'),
    nonce,
    name: z.string().max(100),
    options: optionValues,
    focused: z.string().max(32),
  }),
  z.strictObject({ type: z.literal('message-command'), nonce, name, messageId: id }),
  z.strictObject({ type: z.literal('user-command'), nonce, name, userId: id, channelId: id }),
  z.strictObject({ type: z.literal('press'), nonce, messageId: id, customId }),
  z.strictObject({
    type: z.literal('select'),
    nonce,
    messageId: id,
    customId,
    values: z.array(z.string().max(100)).max(25),
  }),
  z.strictObject({
    type: z.literal('submit'),
    nonce,
    interactionId: id,
    entered: z.record(customId, z.union([text, z.array(z.string().max(100)).max(25)])),
  }),
  z.strictObject({ type: z.literal('make-channel'), nonce }),
  z.strictObject({ type: z.literal('start-over'), nonce, channelId: id }),
  z.strictObject({ type: z.literal('history'), nonce, channelId: id, before: id.optional() }),
  z.strictObject({ type: z.literal('wire'), nonce, open: z.boolean() }),
  // The names that students choose from; none, and they type their own.
  z.strictObject({ type: z.literal('names'), nonce, list: z.array(z.string().max(200)).max(MAX_NAMES) }),
  z.strictObject({ type: z.literal('moderate'), nonce, deed: moderation }),
]);

/** What a page may send. Every frame but `hello` carries a nonce that its `done` answer repeats. */
export type ClientFrame = z.infer<typeof clientFrame>;

/**
 * Reads one frame of a page.
 *
 * @throws Error with a sentence for anything that is not one
 */
export function parseClientFrame(data: string): ClientFrame {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    throw new Error('The frame is not JSON.');
  }
  const read = clientFrame.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new Error(`The frame is not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  return read.data;
}
