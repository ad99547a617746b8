/** What a figure of a message says: the two ends of a range, alike where it is none; of an estimate those in brackets. */
export interface ReadFigure {
  readonly low: number;
  readonly high: number;
}

/** A table of figures as it stands in a message's code block. */
export interface ReadTable {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly label: string; readonly figures: readonly (ReadFigure | undefined)[] }[];
}

/** Reads the tables of a message: each starts with a line that the pattern matches. */
export function readTables(text: string, heading: RegExp): ReadTable[] {
  const blocks = [...text.matchAll(/^```\n([\s\S]*?)\n```$/gm)].map(([, block = '']) => block.split('\n'));
  return blocks.filter(([first = '']) => heading.test(first)).map(readTable);
}

function readTable([first = '', ...lines]: readonly string[]): ReadTable {
  // Columns are flush right, so each ends where its head does.
  const heads = [...first.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    name: match[0],
    end: match.index + match[0].length,
  }));
  return {
    heads: heads.map(({ name }) => name),
    rows: lines.map((line) => ({
      label: line.slice(heads.at(-1)?.end).trim(),
      figures: heads.map(({ end }, at) => readFigure(line.slice(at === 0 ? 0 : heads[at - 1]?.end, end).trim())),
    })),
  };
}

function readFigure(figure: string): ReadFigure | undefined {
  if (figure === '') return undefined;
  const shown = /\((.*)\)$/.exec(figure)?.[1] ?? figure.replace('about ', '');
  const [low = shown, high = low] = shown.split('–');
  return { low: readEnd(low, 0), high: readEnd(high, 1) };
}

/** A bound on what was printed, in percent or in bits, at its low end (0) or its high one (1). */
function readEnd(figure: string, end: 0 | 1): number {
  if (figure.startsWith('<')) return end === 0 ? 0 : Number.parseFloat(figure.slice(1));
  if (figure.startsWith('>')) return end === 0 ? Number.parseFloat(figure.slice(1)) : 100;
  const value = Number.parseFloat(figure);
  const isExact = figure === '0%' || figure === '100%';
  const decimals = /\.(\d+)/.exec(figure)?.[1]?.length ?? 0;
  const slack = isExact ? 0 : 0.5 * 10 ** -decimals + 1e-9;
  return end === 0 ? value - slack : value + slack;
}
