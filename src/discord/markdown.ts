/**
 * Puts somebody's text into a message so that it shows as typed: no formatting, link, mention, emoji or timestamp comes of it.
 *
 * Discord's parser drops a backslash before any ASCII punctuation, so every mark that can start something is escaped,
 * the colon of `https:` and the angle bracket of `<@id>` included. What turns the direction of writing is shown by its code
 * point, as `⟨U+202E⟩`, because it would turn the bot's own words behind it as well.
 */
export function plain(text: string): string {
  return showTurns(text).replace(PLAIN_MARKS, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}

/** Embeddings, overrides and isolates, and what ends them: what writes them may leave one open. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

function showTurns(text: string): string {
  return text.replace(TURNS, (turn) => `⟨U+${turn.charCodeAt(0).toString(16).toUpperCase()}⟩`);
}

/** Each ends in what is escaped. What begins a list is looked for from the line's start on, once a line. */
const PLAIN_MARKS = /[\\*_~`|<>#[\]():@/-]|^[^\S\r\n\u2028\u2029]*(?:\d+\.|\+)/gm;

/** A file's name in a line of text. */
export function shownFileName(name: string): string {
  return plain(name.length > MAX_FILE_NAME ? `${name.slice(0, MAX_FILE_NAME)}…` : name);
}

const MAX_FILE_NAME = 60;

/** Text as inline code, in double backticks so that it may hold single ones; line breaks become `↵`. */
export function inlineCode(text: string): string {
  const shown = breakBackticks(text.replace(/\r?\n/g, '↵'));
  if (!shown.includes('`') && shown.trim() === shown && shown !== '') return `\`${shown}\``;
  return `\`\` ${shown} \`\``;
}

/** Text as a code block. A zero-width space inside every run of backticks keeps the block from ending early. */
export function codeBlock(text: string, language = ''): string {
  return `\`\`\`${language}\n${breakBackticks(text)}\n\`\`\``;
}

function breakBackticks(text: string): string {
  return text.replace(/`(?=`)/g, '`\u200b').replace(/`$/, '`\u200b');
}

/**
 * What matters in a model's markdown: escapes, code (a block, also one left open, or a span within a line), and the marks
 * that could deceive or disturb. A backtick that is part of no code is a mark too: read otherwise by Discord, it could
 * turn what follows from code into text.
 */
const MODEL_MARKS =
  /\\[^\n]|```[\s\S]*?(?:```|(?![\s\S]))|(?<!`)`[^`\n]+`(?!`)|(?<!`)``[^`\n]+(?:`[^`\n]+)*``(?!`)|[`<[\]|@]|^[ \t]*(?:-?#|>)/gm;

/**
 * A model reply as Discord markdown: emphasis, lists and code stay, since models write them, but nothing that could
 * deceive or disturb: masked links, mentions, headings, quotes, timestamps, spoilers, and what turns the direction of
 * writing. A code block left open is closed.
 */
export function modelMarkdown(text: string): string {
  return showTurns(text).replace(MODEL_MARKS, (mark) => {
    if (mark.startsWith('```')) return mark.length >= 6 && mark.endsWith('```') ? mark : `${mark}\n\`\`\``;
    const isEscape = mark.startsWith('\\');
    const isCode = mark.startsWith('`') && mark.length > 1;
    if (isEscape || isCode) return mark;
    const at = mark.endsWith('-#') ? mark.length - 2 : mark.length - 1;
    return `${mark.slice(0, at)}\\${mark.slice(at)}`;
  });
}

/**
 * Cuts markdown into parts of at most `limit` UTF-16 units, at a paragraph, else a line, else a word, else between characters.
 * A code block that is cut is closed in one part and opened again in the next.
 *
 * @param limit at least 12
 * @returns the parts in order; nothing but white space at the cuts is lost
 */
export function splitMarkdown(markdown: string, limit: number): string[] {
  const parts: string[] = [];
  /** What opens a code block again before the rest, which begins at `from`. */
  let opening = '';
  let from = 0;
  while (opening.length + markdown.length - from > limit) {
    // Room for the fence that may have to be added at the end of a part.
    const window = (opening + markdown.slice(from, from + limit)).slice(0, limit - FENCE_END.length);
    const cut = cutPoint(window);
    const part = window.slice(0, cut).trimEnd();
    const fence = openFence(part, cut);
    parts.push(fence === undefined ? part : part + FENCE_END);
    // An opening is cut behind its last mark at the earliest, so that a line break is all that can be left of it.
    from = skipBlanks(markdown, from + Math.max(0, cut - opening.length), opening.slice(cut));
    opening = fence ?? '';
  }
  return [...parts, opening + markdown.slice(from)];
}

const FENCE_END = '\n```';

/** Where a text goes on behind the line breaks, or else the spaces, at a place and before it. */
function skipBlanks(text: string, place: number, before: string): number {
  const blank = before === '' ? text[place] : before;
  if (blank !== '\n' && blank !== ' ') return place;
  let end = place;
  while (text[end] === blank) end += 1;
  return end;
}

function cutPoint(window: string): number {
  const late = window.length / 2;
  for (const separator of ['\n\n', '\n', ' ']) {
    const at = window.lastIndexOf(separator);
    if (at > late) return at;
  }
  // Neither a surrogate pair nor a fence is cut in two.
  const begun = /(?:[\uD800-\uDBFF]|(?<!`)`{1,2})$/.exec(window);
  return begun ? begun.index : window.length;
}

/**
 * What opens the code block again that is open at the end of `text`; undefined when none is.
 *
 * @param below the opening must be shorter than this, so that cutting comes to an end; it then goes without its language
 */
function openFence(text: string, below: number): string | undefined {
  const fences = [...text.matchAll(/```(?:([\w+#.-]{1,20})\n)?/g)];
  if (fences.length % 2 === 0) return undefined;
  const opening = `\`\`\`${fences.at(-1)?.[1] ?? ''}\n`;
  return opening.length < below ? opening : '```\n';
}
