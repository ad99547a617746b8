import { plain } from '../../src/discord/markdown.js';
import { passing, type Reply, status, text } from '../../src/discord/reply.js';
import type { HomeTraining } from '../../src/domain/inside.js';
import { askedText, askedWords } from '../../src/lesson/text/asked-line.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import { gaugeOf } from './gauge.js';
import { thinOut } from './log-steps.js';
import { trainingWords } from './words.js';

/** What is shown before anything is known. */
export function waitingForTraining(prompt: string, locale: string): Reply {
  return { blocks: [text(askedText(prompt)), status(trainingWords(locale).looking)] };
}

/** What the models have written so far. */
export function growingCheckpoints(
  prompt: string,
  rows: readonly { readonly step: number; readonly text: string }[],
  locale: string,
): Reply {
  const words = trainingWords(locale);
  const lines = rows.map(({ step, text: written }) => {
    return `**${words.after(step)}**\n${written.trim() === '' ? '…' : plain(shownText(written.trim()))}`;
  });
  const isBare = rows.every(({ text: written }) => written.trim() === '');
  return { blocks: [text(askedText(prompt)), (isBare ? passing : text)(lines.join('\n'))] };
}

/** How a training here goes: the loss as a row of bars, and what was written last. */
export function growingHome(
  { text: learnt, soFar, seconds }: { text: string; soFar: HomeTraining | undefined; seconds: number },
  locale: string,
): Reply {
  const words = trainingWords(locale);
  const blocks = [text(askedWords(learnt))];
  const last = soFar?.losses.at(-1);
  if (soFar === undefined || last === undefined) {
    return { blocks: [...blocks, status(soFar?.waiting ? words.waits(soFar.waiting) : words.begins(seconds))] };
  }
  const sample = soFar.samples.at(-1);
  const written = sample?.text.trim() ?? '';
  return {
    blocks: [
      ...blocks,
      text(words.gauge(gaugeOf(thinOut(soFar.losses)), last)),
      ...(sample === undefined || written === ''
        ? []
        : [text(`**${words.after(sample.step)}**\n${plain(shownText(written))}`)]),
      status(words.goesOn(last.seconds, seconds)),
    ],
  };
}
