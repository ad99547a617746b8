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

/** A code block as Discord reads it, its language and what is in it; the rest of a text where it is left open. */
const CODE_BLOCK = /```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)(?:```|(?![\s\S]))/;

/** Two fences with nothing between them, which are no block where no other one follows. */
const EMPTY_BLOCK = /```\n+```(?![\s\S]*?```)/;

/** Code within one line. One with a backslash before a backtick is none, because it is read in more than one way. */
const CODE_SPAN = /(?<!`)`(?:[^`\n\\]|\\(?!`))+`(?!`)|(?<!`)``(?:[^`\n\\]|\\(?!`))+(?:`(?:[^`\n\\]|\\(?!`))+)*``(?!`)/;

/**
 * What matters in a model's markdown: escapes, code, and the marks that could deceive or disturb. A backtick that is part
 * of no code is a mark too: read otherwise by Discord, it could turn what follows from code into text. So are an address,
 * which a model may have made up or been talked into, and an invitation, which Discord finds without `https:` too.
 */
const MODEL_MARKS = new RegExp(
  [
    /\\[^\n]/,
    EMPTY_BLOCK,
    CODE_BLOCK,
    CODE_SPAN,
    /[`<[\]|@]/,
    /:(?=\/\/)/,
    /(?:discord\.gg|discord(?:app)?\.com)\//,
    // What begins a line, an entry of a list, or what is emphasised there.
    /^(?:[^\S\r\n\u2028\u2029]|[*_~+]|-(?!#)|\d+\.)*(?:-?#|>)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gim',
);

/** What would be a link, a mention or the like, were it not in code. */
const HARM_IN_CODE = /[<@]|:\/\/|\]\(|\|\||discord\.gg/i;

/** Marks of emphasis: with one in front of code and one in it, Discord sees the first half of the code alone. */
const EMPHASIS = /[*_~]/g;

/**
 * A model reply as Discord markdown: emphasis, lists and code stay, since models write them, but nothing that could
 * deceive or disturb: links, mentions, headings, quotes, timestamps, spoilers, and what turns the direction of writing. A
 * code block left open is closed.
 */
export function modelMarkdown(text: string): string {
  const shown = showTurns(text);
  const unsafe = emphasisInCode(shown);
  const escaped = (between: string) =>
    unsafe.size === 0 ? between : between.replace(EMPHASIS, (mark) => (unsafe.has(mark) ? `\\${mark}` : mark));
  let from = 0;
  const written: string[] = [];
  // The line that is being written: to look for it in all that is written would take as long as all of that, each time.
  let line = '';
  const write = (part: string): void => {
    written.push(part);
    const end = part.lastIndexOf('\n');
    line = end === -1 ? line + part : part.slice(end + 1);
  };
  for (const found of shown.matchAll(MODEL_MARKS)) {
    const [mark, language, inside] = found;
    write(escaped(shown.slice(from, found.index)));
    from = found.index + mark.length;
    if (inside !== undefined) write(blockAfter(line, inside, language));
    else if (mark.startsWith('\\') || isCode(mark)) write(mark);
    else {
      const at = mark.endsWith('-#') ? mark.length - 2 : mark.length - 1;
      write(`${escaped(mark.slice(0, at))}\\${mark.slice(at)}`);
    }
  }
  write(escaped(shown.slice(from)));
  return written.join('');
}

const isCode = (mark: string) => mark.startsWith('`') && mark.length > 1;

/** The marks of emphasis in code that is harmless only as code. */
function emphasisInCode(text: string): ReadonlySet<string> {
  const unsafe = new Set<string>();
  for (const [mark] of text.matchAll(MODEL_MARKS)) {
    if (!isCode(mark) || !HARM_IN_CODE.test(mark)) continue;
    for (const [one] of mark.matchAll(EMPHASIS)) unsafe.add(one);
  }
  return unsafe;
}

function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

/** What may be a list is read line by line, so that a block begins a line of its own there. */
function blockAfter(line: string, inside: string, language = ''): string {
  const isInList = /(?:[-*+]|\d\.)\s/.test(line);
  const isApart = isInList || line.endsWith('`');
  return `${isApart ? '\n' : ''}\`\`\`${language}\n${breakBackticks(withoutLastBreaks(inside))}\n\`\`\``;
}

/**
 * Cuts markdown into parts of at most `limit` UTF-16 units, at a paragraph, else a line, else a word, else between characters.
 * Code that is cut is closed in one part and opened again in the next, and what was within a line begins none: what a mark
 * means, a cut does not change.
 *
 * @param limit at least 12
 * @returns the parts in order; nothing but white space at the cuts is lost
 */
export function splitMarkdown(markdown: string, limit: number): string[] {
  const parts: string[] = [];
  /** What opens code again before the rest, which begins at `from`. */
  let opening = '';
  let from = 0;
  while (opening.length + markdown.length - from > limit) {
    // Room for the fence that may have to be added at the end of a part.
    const window = (opening + markdown.slice(from, from + limit)).slice(0, limit - FENCE_END.length);
    const cut = cutPoint(window);
    const part = window.slice(0, cut).trimEnd();
    const open = openCode(part, cut);
    parts.push(open === undefined ? part : closed(part, open));
    // An opening is cut behind its last mark at the earliest, so that a line break is all that can be left of it.
    const at = from + Math.max(0, cut - opening.length);
    from = skipBlanks(markdown, at, opening.slice(cut));
    // What ends right there need not be opened for that.
    const ends = open !== undefined && markdown.startsWith(open.mark, from);
    if (ends) from += open.mark.length;
    const isWithinLine = ends || (window[cut - 1] !== '\n' && !markdown.slice(at, from).includes('\n'));
    if (open === undefined || ends) opening = isWithinLine && beginsBlock(markdown, from) ? '\\' : '';
    // Two backticks and a third one would be a fence.
    else opening = open.mark !== FENCE && markdown[from] === '`' ? `${open.opening} ` : open.opening;
  }
  return [...parts, opening + markdown.slice(from)];
}

const FENCE = '```';
const FENCE_END = '\n```';

/** A part that ends within code; what has just begun there begins in the next part. */
function closed(part: string, { mark, end }: OpenCode): string {
  return mark !== FENCE && part.endsWith(mark) ? part.slice(0, -mark.length) : part + end;
}

/** Whether what stands at a place would format a line that it began. */
function beginsBlock(text: string, place: number): boolean {
  return /^(?:-?#|>|[-*+] )/.test(text.slice(place, place + 2));
}

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
    // A mark and the backslash before it stay together.
    if (at > late && !isEscaped(window, at)) return at;
  }
  // Neither a surrogate pair, nor a fence, nor what is escaped is cut in two.
  const begun = /(?:[\uD800-\uDBFF]|(?<!`)`{1,2})$/.exec(window);
  const end = begun ? begun.index : window.length;
  return end > 1 && isEscaped(window, end) ? end - 1 : end;
}

/** Whether there is a backslash before a place that escapes what stands there. */
function isEscaped(text: string, place: number): boolean {
  let first = place;
  while (text[first - 1] === '\\') first -= 1;
  return (place - first) % 2 === 1;
}

/** What closes code at the end of a part, and opens it again. */
interface OpenCode {
  readonly mark: string;
  readonly end: string;
  readonly opening: string;
}

/** Fences and the backticks of code within a line, and what is escaped. */
const CODE_MARKS = /\\[^\n]|```(?:([\w+#.-]{1,20})\n)?|`{1,2}/g;

/**
 * The code that is open at the end of `text`; undefined where none is.
 *
 * @param below the opening must be shorter than this, so that cutting comes to an end; a fence then goes without its language
 */
function openCode(text: string, below: number): OpenCode | undefined {
  let open: { readonly mark: string; readonly language: string } | undefined;
  let at = 0;
  for (const found of text.matchAll(CODE_MARKS)) {
    const [whole, language = ''] = found;
    // Code within a line ends with the line, where it was left open.
    if (open !== undefined && open.mark !== FENCE && text.slice(at, found.index).includes('\n')) open = undefined;
    at = found.index;
    if (whole.startsWith('\\') && open === undefined) continue;
    const mark = whole.startsWith(FENCE) ? FENCE : whole.startsWith('\\') ? whole.slice(1) : whole;
    if (open === undefined) open = { mark, language };
    else if (open.mark === mark) open = undefined;
  }
  if (open === undefined) return undefined;
  const { mark, language } = open;
  if (mark !== '```')
    return text.slice(at).includes('\n') || below <= mark.length ? undefined : { mark, end: mark, opening: mark };
  const opening = `\`\`\`${language}\n`;
  return { mark, end: FENCE_END, opening: opening.length < below ? opening : '```\n' };
}
