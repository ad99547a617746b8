/**
 * Puts somebody's text into a message so that it shows as typed: no formatting, link, mention, emoji or timestamp comes of it.
 *
 * Discord's parser drops a backslash before any ASCII punctuation, so every mark that can start something is escaped,
 * the colon of `https:` and the angle bracket of `<@id>` included.
 */
export function plain(text: string): string {
  return text.replace(/[\\*_~`|<>#[\]():@/-]|(?<=^\s*\d+)\.|(?<=^\s*)\+/gm, '\\$&');
}

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
 * A model reply as Discord markdown: emphasis, lists and code stay, since models write them, but nothing that could
 * deceive or disturb: masked links, mentions, headings, timestamps, spoilers. A code block left open is closed.
 */
export function modelMarkdown(text: string): string {
  const parts = text.split(/(```[\s\S]*?(?:```|$)|`[^`\n]+`)/);
  return parts
    .map((part, index) => {
      const isCode = index % 2 === 1;
      if (isCode) return part.startsWith('```') && !/^```[\s\S]*```$/.test(part) ? `${part}\n\`\`\`` : part;
      return part.replace(/[<[\]|@]|^(?=\s*(?:-?#|>))/gm, (mark) => `\\${mark}`);
    })
    .join('');
}

/**
 * Cuts markdown into parts of at most `limit` UTF-16 units, at a paragraph, else a line, else a word, else between characters.
 * A code block that is cut is closed in one part and opened again in the next.
 *
 * @returns the parts in order; nothing but white space at the cuts is lost
 */
export function splitMarkdown(markdown: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = markdown;
  while (rest.length > limit) {
    // Room for the fence that may have to be added at the end of a part.
    const window = rest.slice(0, limit - 4);
    const cut = cutPoint(window);
    let part = rest.slice(0, cut);
    rest = rest.slice(cut).replace(/^\n+| +/, '');
    const fence = openFence(part);
    if (fence !== undefined) {
      part = `${part.trimEnd()}\n\`\`\``;
      rest = `\`\`\`${fence}\n${rest}`;
    }
    parts.push(part.trimEnd());
  }
  return [...parts, rest];
}

function cutPoint(window: string): number {
  const late = window.length / 2;
  for (const separator of ['\n\n', '\n', ' ']) {
    const at = window.lastIndexOf(separator);
    if (at > late) return at;
  }
  const splitsPair = /[\uD800-\uDBFF]$/.test(window);
  return splitsPair ? window.length - 1 : window.length;
}

/** The language of the code block that is open at the end of `text`, or undefined when none is. */
function openFence(text: string): string | undefined {
  const fences = [...text.matchAll(/```([^\n`]*)/g)];
  return fences.length % 2 === 1 ? (fences.at(-1)?.[1] ?? '') : undefined;
}
