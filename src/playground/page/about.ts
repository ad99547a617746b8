/** Something to try; one click uses the command. */
export interface Suggestion {
  /** What it shows, for somebody who has never seen the bot. */
  label: string;
  /** The command's name; a subcommand is named after a space. */
  command: string;
  options: Record<string, string | number | boolean>;
}

/** One step of the way through what there is to see. */
export interface Step extends Suggestion {
  /** What it belongs to, as do the steps around it that say the same. */
  part?: string;
}

/** What the page says of the bot that lives in the playground. */
export interface About {
  /** The product's name, which is the page's title. */
  name: string;
  /** What people learn here, in a few words. */
  headline: string;
  /** The same in one paragraph. */
  text: string;
  /** A picture of it, in place of a thousand words. */
  picture?: {
    /** The path of a PNG file. A file beside it that ends in `.light.png` is shown in the page's light theme. */
    file: string;
    /** What it shows, with all that can be read in it. */
    alt: string;
  };
  /** First steps in the order in which they are taken. */
  steps: readonly Step[];
  /** The way into a lesson, where the bot has one: it comes before the steps. */
  lesson?: Suggestion;
  /** What the custom ids begin with that only who leads a class uses. */
  leaderPrefix?: string;
}

/** The same as the page gets it: the picture as addresses. */
export interface AboutView extends Omit<About, 'picture'> {
  picture?: { dark: string; light: string; alt: string; width: number; height: number };
}
