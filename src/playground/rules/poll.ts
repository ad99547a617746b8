import type { APIPoll } from 'discord-api-types/v10';
import { bool, choice, fields, integer, list, optional, type Shape, text } from './shape.js';

const HOUR_MS = 60 * 60 * 1000;
const DEFAULT_HOURS = 24;

/** A poll as it is sent. */
export interface SentPoll {
  question: { text: string };
  answers: { poll_media: { text: string } }[];
  duration?: number;
  allow_multiselect?: boolean;
  layout_type?: number;
}

/** The poll of a message body. Source: the poll create request of Discord's documentation. */
export const poll = fields({
  question: fields({ text: text(1, 300) }),
  answers: list(fields({ poll_media: fields({ text: text(1, 55) }) }), 1, 10),
  duration: optional(integer(1, 768)),
  allow_multiselect: optional(bool),
  layout_type: optional(choice([1])),
}) as Shape<SentPoll>;

/** A poll as a message shows it, with nobody's vote yet. `at` is Unix milliseconds. */
export function openPoll(sent: SentPoll, at: number): APIPoll {
  const { question, answers, duration = DEFAULT_HOURS } = sent;
  return {
    question: { text: question.text },
    answers: answers.map(({ poll_media }, index) => ({ answer_id: index + 1, poll_media: { text: poll_media.text } })),
    expiry: new Date(at + duration * HOUR_MS).toISOString().replace('Z', '000+00:00'),
    allow_multiselect: sent.allow_multiselect ?? false,
    layout_type: 1,
    results: { is_finalized: false, answer_counts: [] },
  };
}
