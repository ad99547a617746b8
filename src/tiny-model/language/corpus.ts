import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One turn of a conversation. */
export interface Turn {
  readonly speaker: 'Q' | 'A';
  readonly text: string;
}

/** One document of the corpus. */
export interface CorpusDocument {
  /** The document as the model reads it: prose on one line, or a conversation with one turn per line. */
  readonly text: string;
  /** The turns of a conversation; empty for prose. */
  readonly turns: readonly Turn[];
  /** Name of the file that it is in. */
  readonly file?: string;
  /** Whether its questions are only for recognising, and nobody is to learn to say them: unkind and sad ones. */
  readonly isHeard?: boolean;
}

const TURN_START = /^([QA]):\s*/;

/**
 * Cuts a corpus file into documents.
 *
 * Documents are separated by blank lines. One that begins with `Q: ` is a conversation whose turns begin with `Q: ` or
 * `A: `; any other is prose. Lines that begin neither are joined to the line before by a space.
 */
export function parseCorpus(content: string): CorpusDocument[] {
  const documents: CorpusDocument[] = [];
  for (const block of content
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n\s*/)) {
    const lines = block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.length > 0) documents.push(parseDocument(lines));
  }
  return documents;
}

function parseDocument(lines: readonly string[]): CorpusDocument {
  if (!lines[0]?.startsWith('Q:')) return { text: lines.join(' '), turns: [] };
  const turns: Turn[] = [];
  for (const line of lines) {
    const start = TURN_START.exec(line);
    const last = turns.at(-1);
    if (start) turns.push({ speaker: start[1] === 'Q' ? 'Q' : 'A', text: line.slice(start[0].length) });
    else if (last) turns[turns.length - 1] = { speaker: last.speaker, text: `${last.text} ${line}` };
  }
  return { text: turns.map((turn) => `${turn.speaker}: ${turn.text}`).join('\n'), turns };
}

/** The directory in the corpus with what is only heard. */
const HEARD = 'heard';

/**
 * Reads the conversations whose questions are only heard; none where the corpus has no such directory.
 *
 * @throws Error when a file cannot be read
 */
export async function readHeard(directory: string): Promise<CorpusDocument[]> {
  const folders = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  if (!folders.some(({ name }) => name === HEARD)) return [];
  const documents = await readCorpus(join(directory, HEARD));
  return documents.map((document) => ({ ...document, isHeard: true }));
}

/**
 * Reads the `.txt` files of a directory in the order of their names.
 *
 * @throws Error when the directory cannot be read or holds no document
 */
export async function readCorpus(directory: string): Promise<CorpusDocument[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.txt')).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
  const documents = contents.flatMap((content, at) =>
    parseCorpus(content).map((document) => ({ ...document, file: names[at] })),
  );
  if (documents.length === 0) throw new Error(`The corpus directory ${directory} holds no document in a .txt file.`);
  return documents;
}
