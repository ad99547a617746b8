/** One number that was compared. */
interface Compared {
  readonly part: string;
  readonly right: boolean;
}

/** Which numbers were compared, and which of them were right. */
export interface Tally {
  /** A share that is shown in percent, such as `3.8%`, `< 0.1%` or `≤ 12%`, for one that is known. */
  shown(part: string, text: string, truth: number, where: string): void;
  /** A figure of a table, in percent or in bits, as the two ends of what it can mean. */
  within(part: string, figure: { readonly low: number; readonly high: number }, truth: number, where: string): void;
  /** A number that is told in full. */
  told(part: string, value: number, truth: number, where: string): void;
  /** Anything else. */
  same(part: string, value: unknown, truth: unknown, where: string): void;
  /** What was wrong, each with where it stood. */
  readonly wrong: readonly string[];
  /** A table: part, numbers compared, right. */
  table(): string;
}

/** How close a number told in full has to be: llama.cpp's own rounds differently by how much it reads at once. */
const CLOSE = 2e-4;

export function createTally(): Tally {
  const all: Compared[] = [];
  const wrong: string[] = [];
  const note = (part: string, right: boolean, what: string) => {
    all.push({ part, right });
    if (!right) wrong.push(`${part}: ${what}`);
  };
  return {
    wrong,
    shown: (part, text, truth, where) => note(part, isShownAs(text, truth), `${where}: ${text} for ${truth}`),
    within(part, { low, high }, truth, where) {
      const right = truth >= low - CLOSE * Math.abs(truth) && truth <= high + CLOSE * Math.abs(truth);
      note(part, right, `${where}: ${low}–${high} for ${truth}`);
    },
    told: (part, value, truth, where) => note(part, isClose(value, truth), `${where}: ${value} for ${truth}`),
    same: (part, value, truth, where) =>
      note(
        part,
        JSON.stringify(value) === JSON.stringify(truth),
        `${where}: ${JSON.stringify(value)} for ${JSON.stringify(truth)}`,
      ),
    table() {
      const parts = [...new Set(all.map(({ part }) => part))];
      return parts
        .map((part) => {
          const compared = all.filter((each) => each.part === part);
          const right = compared.filter((each) => each.right).length;
          return `${part.padEnd(44)} ${String(compared.length).padStart(6)} ${String(right).padStart(6)}`;
        })
        .join('\n');
    },
  };
}

function isClose(value: number, truth: number): boolean {
  return Math.abs(value - truth) <= CLOSE * Math.abs(truth) + 1e-9;
}

function isShownAs(text: string, truth: number): boolean {
  const [, sign, digits = '', decimals = ''] = /^([<>≤≥]?) ?([\d,]+(\.\d+)?)%?$/.exec(text.trim()) ?? [];
  const shown = Number(digits.replaceAll(',', ''));
  const percent = 100 * truth;
  if (Number.isNaN(shown) || digits === '') return false;
  if (sign === '<' || sign === '≤') return percent <= shown * (1 + CLOSE);
  if (sign === '>' || sign === '≥') return percent >= shown * (1 - CLOSE);
  const half = 0.5 * 10 ** -Math.max(0, decimals.length - 1);
  return Math.abs(percent - shown) <= half + CLOSE * percent;
}
