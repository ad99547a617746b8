import type { Interval } from '../domain/interval.js';

/** What to draw. Plain data only: it is copied to a worker thread. Labels arrive with whitespace already made visible. */
export type Picture =
  | TokenStrip
  | ProbabilityBars
  | BarColumns
  | DrawStep
  | RollCounts
  | CountBars
  | ProbabilityStrip
  | BranchTree;

/** A text as coloured tokens that wrap, a caption (token id or bytes) under each. */
export interface TokenStrip {
  readonly kind: 'token-strip';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** How many tokens the text has, where only its beginning is given. */
  readonly total?: number | undefined;
  readonly tokens: readonly {
    readonly label: string;
    readonly caption: string;
    /** Tokens with one number, from 0, share a character and are bracketed together. */
    readonly group?: number | undefined;
    /** The line ends after this token, since the text has a line break there. */
    readonly breakAfter?: boolean | undefined;
    /** Stands around the text, and is none of its own: outlined and hatched, as the subtitle should say. */
    readonly around?: boolean | undefined;
  }[];
  /** What the tokens of each group add up to, by its number: the character itself, written over the bracket. */
  readonly groups?: readonly string[] | undefined;
}

/** How likely each next token is: horizontal bars, in the order given. */
export interface ProbabilityBars {
  readonly kind: 'probability-bars';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly bars: readonly ProbabilityBar[];
}

export interface ProbabilityBar {
  readonly label: string;
  /** In [0, 1]: the value, or the two ends of what it can be, drawn as a bar to `low` with a whisker from `low` to `high`. */
  readonly probability: Interval;
  /** `kept` is filled; `cut` (by top-k, top-p or min-p) is outlined and hatched, with `note` as the word; `hidden` is hatched. */
  readonly state: 'kept' | 'cut' | 'hidden';
  /** An arrow and bold type. */
  readonly chosen?: boolean | undefined;
  /** A word after the percentage, such as `cut by top-p`. */
  readonly note?: string | undefined;
}

/** Distributions side by side: the same tokens in every column, one below the other, on one axis from 0 to 100%. */
export interface BarColumns {
  readonly kind: 'bar-columns';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** What stands in the rows, from top to bottom; up to eleven fit on one page. */
  readonly rows: readonly {
    readonly label: string;
    /** The row is no token: it stands for all that are not listed. */
    readonly hidden?: boolean | undefined;
  }[];
  /** One to five. */
  readonly columns: readonly BarColumn[];
}

export interface BarColumn {
  /** Such as `T = 0.2`. */
  readonly title: string;
  /** Under the title, such as `1.23 bits`. */
  readonly caption?: string | undefined;
  /** One for each row; undefined where the column tells nothing of it. */
  readonly cells: readonly (BarCell | undefined)[];
  /** In [0, 1], top-p: the cells are running sums, drawn in the quieter colour, with a line where they reach it. */
  readonly threshold?: number | undefined;
}

export type BarCell = Omit<ProbabilityBar, 'label'>;

/** One step of writing a reply: the text so far, and the distribution that its newest token is drawn from. */
export interface DrawStep {
  readonly kind: 'draw-step';
  readonly title: string;
  /** From 1 on. */
  readonly step: number;
  /** How many steps there are in all. */
  readonly steps: number;
  /** What the distribution follows, as it is; where it is long, its last lines are shown. */
  readonly text: string;
  /** The token that was drawn, highlighted at the end of the text; undefined while none is. */
  readonly token?: string | undefined;
  /** Up to seven, the hidden mass last; of the token that was drawn, `chosen` is true. */
  readonly bars: readonly ProbabilityBar[];
}

/** How often each token was drawn, beside how often the distribution says it would be. */
export interface RollCounts {
  readonly kind: 'roll-counts';
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** From top to bottom; up to eleven fit on one page. */
  readonly rows: readonly {
    readonly label: string;
    /** The row is no token: it stands for all others. */
    readonly hidden?: boolean | undefined;
    /** How often it was drawn. */
    readonly count: number;
    /** The count to expect, rolls times probability. */
    readonly predicted: Interval;
    /** Between which counts the result lies in 95 of 100 tries. */
    readonly range: Interval;
  }[];
}

/** Counts side by side, such as tokens per encoding. */
export interface CountBars {
  readonly kind: 'count-bars';
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly unit: string;
  readonly bars: readonly {
    readonly label: string;
    readonly note?: string | undefined;
    readonly count: number;
    readonly emphasis?: boolean | undefined;
  }[];
}

/** A reply as tokens that wrap, each coloured by the probability the model gave it, with the scale shown. */
export interface ProbabilityStrip {
  readonly kind: 'probability-strip';
  readonly title: string;
  /** What the captions under the tokens are, such as `bits of surprise`. */
  readonly captions?: string | undefined;
  readonly tokens: readonly {
    readonly label: string;
    /** Undefined where the endpoint does not tell it: a dashed outline instead of a tint. */
    readonly probability: number | undefined;
    /** The probability is the most it can be: a dashed outline instead of a tint. */
    readonly bound?: boolean | undefined;
    /** Under the token, such as `3.17` or `≥ 12.30`. */
    readonly caption?: string | undefined;
    readonly breakAfter?: boolean | undefined;
  }[];
}

/** Replies that share their beginnings: one tree, read from left to right. */
export interface BranchTree {
  readonly kind: 'branch-tree';
  readonly title: string;
  /** Every parent before its children; up to a dozen branches end in nodes of their own. */
  readonly nodes: readonly {
    readonly id: string;
    /** Undefined for where all begin. */
    readonly parent?: string | undefined;
    readonly label: string;
    /** Of taking this branch, in [0, 1]. */
    readonly probability?: number | undefined;
    /** The branch that is being written or read, drawn bold. */
    readonly current?: boolean | undefined;
  }[];
}

/** PNG files of one picture: longer content becomes several pages of the same shape. */
export interface DrawnPicture {
  readonly pages: readonly Buffer[];
  /** How many of the picture's tokens, rows or branches are on the pages; less than all when `maxPages` was reached. */
  readonly shown: number;
  /** How many of them are on each page, in order. */
  readonly perPage: readonly number[];
}

/** One picture of an animation. All are drawn to one size: the same kind, with as many rows. */
export interface Frame {
  readonly picture: Picture;
  /** How long it stays: at least 0.6, the last one at least 2. */
  readonly seconds: number;
}

/** An animation that repeats forever. */
export interface DrawnAnimation {
  /** A GIF file of less than 2,000,000 bytes, at most 1100 pixels wide. */
  readonly gif: Buffer;
}

/** Draws pictures on a pool of worker threads. */
export interface Charts {
  draw(picture: Picture, options?: { maxPages?: number; signal?: AbortSignal }): Promise<DrawnPicture>;
  /** Draws the first page of each frame's picture and puts them together, smaller where it would be too large a file. */
  animate(frames: readonly Frame[], options?: { signal?: AbortSignal }): Promise<DrawnAnimation>;
  close(): Promise<void>;
}
