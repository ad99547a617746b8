import {
  answerOpening,
  closesThoughts,
  LONE_CLOSING,
  MAX_MARK,
  mayOpen,
  openingOf,
  withoutAnswerEnd,
} from './thought-marks.js';

/** A stretch of what a model wrote. */
export interface WrittenStretch {
  readonly kind: 'thoughts' | 'answer';
  readonly text: string;
}

/** Tells a reply's thoughts from its answer while both come in, whichever way a server writes them. */
export interface ReplyText {
  /** The answer so far; what could still turn out to be a mark is left out. */
  readonly answer: string;
  readonly thoughts: string;
  /** In the order in which they came, next to each other of different kinds. */
  readonly stretches: readonly WrittenStretch[];
  /** Text that the server calls thoughts. */
  addThoughts(text: string): void;
  /** Text that the server calls the answer. */
  addContent(text: string): void;
  /** No more comes. @param endedItself whether the model chose to end here */
  finish(endedItself: boolean): void;
}

/**
 * Creates what takes one reply.
 *
 * Marks around thoughts are found at the beginning of the content alone; and a closing one without an opening one, because
 * many templates write the opening one into the prompt. All else is the answer, whatever it speaks of.
 *
 * @param asked the question: where it has the mark itself, a reply of nothing else is no thought
 */
export function createReplyText(asked: string): ReplyText {
  let stretches: { kind: WrittenStretch['kind']; text: string }[] = [];
  let content = '';
  /** Content of which it is not decided yet what it is; in an answer the end in which a mark may begin. */
  let rest = '';
  let mode: 'start' | 'thoughts' | 'answer' = 'start';
  let closing: RegExp | undefined;
  let opened = '';
  let hasMarks = false;
  let mayCloseAlone = true;

  function emit(kind: WrittenStretch['kind'], text: string): void {
    if (text === '') return;
    const last = stretches.at(-1);
    if (last?.kind === kind) last.text += text;
    else stretches.push({ kind, text });
  }

  const joined = (kind: WrittenStretch['kind']) =>
    stretches.flatMap((stretch) => (stretch.kind === kind ? stretch.text : [])).join('');

  /** @returns whether there is more to be decided now */
  function step(isLast: boolean): boolean {
    if (mode === 'thoughts') return readThoughts(isLast);
    if (mode === 'start') return readStart(isLast);
    return readAnswer(isLast);
  }

  function readStart(isLast: boolean): boolean {
    const opening = openingOf(rest);
    if (opening !== undefined) {
      opened ||= rest.slice(0, opening.length).trim();
      // Some servers tell the same thoughts apart and in the text.
      if (!hasMarks) stretches = [];
      rest = rest.slice(opening.length);
      [mode, closing, hasMarks] = ['thoughts', opening.closing, true];
      return true;
    }
    const header = answerOpening(rest, hasMarks);
    if (header === 0 && !isLast && mayOpen(rest)) return false;
    rest = rest.slice(header);
    hasMarks ||= header > 0;
    // Space after a mark belongs to it.
    if (hasMarks) {
      rest = rest.trimStart();
      if (rest === '' && !isLast) return false;
    }
    mode = 'answer';
    // The end is still looked through for a closing mark; what of it is emitted is the answer.
    emit('answer', rest);
    return true;
  }

  function readThoughts(isLast: boolean): boolean {
    const match = closing?.exec(rest);
    if (match !== null && match !== undefined) {
      emit('thoughts', rest.slice(0, match.index));
      rest = rest.slice(match.index + match[0].length);
      mode = 'start';
      return true;
    }
    const open = Math.max(...['<', '[', '◁'].map((mark) => rest.lastIndexOf(mark)));
    const kept = isLast || open === -1 || rest.length - open > MAX_MARK ? rest.length : open;
    emit('thoughts', rest.slice(0, kept));
    rest = rest.slice(kept);
    return false;
  }

  /** What is in `rest` has been emitted already. */
  function readAnswer(isLast: boolean): boolean {
    mayCloseAlone &&= !hasMarks && stretches.length === 1;
    const match = mayCloseAlone ? LONE_CLOSING.exec(rest) : null;
    if (match === null) {
      rest = rest.slice(-MAX_MARK);
      return false;
    }
    const [mark] = match;
    const after = rest.slice(match.index + mark.length);
    // What stands behind it tells whether it is one.
    if (!isLast && after.trim() === '' && after.length < 2) return false;
    const before = content.slice(0, content.length - after.length - mark.length);
    if (!closesThoughts(before, mark, after, asked)) {
      mayCloseAlone = false;
      return true;
    }
    hasMarks = true;
    stretches = [];
    emit('thoughts', mark === 'assistantfinal' ? before.slice('analysis'.length) : before);
    [mode, rest] = ['start', after];
    return true;
  }

  return {
    get answer() {
      return joined('answer');
    },
    get thoughts() {
      return joined('thoughts').trim();
    },
    get stretches() {
      return stretches;
    },
    addThoughts(text) {
      if (!hasMarks || mode === 'answer') emit('thoughts', text);
    },
    addContent(text) {
      if (text === '') return;
      content += text;
      rest += text;
      if (mode === 'answer') emit('answer', text);
      while (step(false));
    },
    finish(endedItself) {
      const isOpen = mode === 'thoughts';
      while (step(true));
      const isAskedFor = opened !== '' && asked.includes(opened);
      const isEmpty = joined('thoughts').trim() === '';
      // A reply that is nothing but a mark, or that was to show one.
      if (hasMarks && endedItself && joined('answer') === '' && ((isOpen && isEmpty) || isAskedFor)) {
        stretches = [];
        emit('answer', content);
        return;
      }
      const last = stretches.at(-1);
      if (hasMarks && last?.kind === 'answer') last.text = withoutAnswerEnd(last.text);
    },
  };
}
