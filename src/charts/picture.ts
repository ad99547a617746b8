/** What to draw. Plain data only: it is copied to a worker thread. Labels arrive with whitespace already made visible. */
export type Picture = TokenStrip | ProbabilityBars | CountBars | ProbabilityStrip;

/** A text as coloured tokens that wrap, a caption (token id or bytes) under each. */
export interface TokenStrip {
  readonly kind: 'token-strip';
  readonly title: string;
  /** How many tokens the text has, where only its beginning is given. */
  readonly total?: number | undefined;
  readonly tokens: readonly {
    readonly label: string;
    readonly caption: string;
    /** Tokens with one number, from 0, share a character and are bracketed together. */
    readonly group?: number | undefined;
    /** The line ends after this token, since the text has a line break there. */
    readonly breakAfter?: boolean | undefined;
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
  readonly probability: { readonly low: number; readonly high: number };
  /** `kept` is filled; `cut` (by top-k, top-p or min-p) is outlined and hatched, with `note` as the word; `hidden` is hatched. */
  readonly state: 'kept' | 'cut' | 'hidden';
  /** An arrow and bold type. */
  readonly chosen?: boolean | undefined;
  /** A word after the percentage, such as `cut by top-p`. */
  readonly note?: string | undefined;
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
  readonly tokens: readonly {
    readonly label: string;
    /** Undefined where the endpoint does not tell it: outlined instead of tinted. */
    readonly probability: number | undefined;
    readonly breakAfter?: boolean | undefined;
  }[];
}

/** PNG files of one picture: longer content becomes several pages of the same shape. */
export interface DrawnPicture {
  readonly pages: readonly Buffer[];
  /** How many of the picture's tokens or bars are on the pages; less than all when `maxPages` was reached. */
  readonly shown: number;
  /** How many of them are on each page, in order. */
  readonly perPage: readonly number[];
}

/** Draws pictures on a pool of worker threads. */
export interface Charts {
  draw(picture: Picture, options?: { maxPages?: number; signal?: AbortSignal }): Promise<DrawnPicture>;
  close(): Promise<void>;
}
