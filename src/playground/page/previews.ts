/** What a text comes to while it is still being typed. */
export interface Preview {
  /** In a few words, such as how many pieces there are. */
  readonly summary: string;
  /** The text in pieces, in order, each with what else is to be said of it. */
  readonly pieces: readonly { readonly text: string; readonly note?: string }[];
}

/** Makes the preview of an option's text from the values of all options so far; undefined where there is none. */
export type Previewer = (values: OptionValues, signal: AbortSignal) => Promise<Preview | undefined>;

/** Previewers by command and option. The host gives them: the playground itself makes nothing of a text. */
export type Previews = Readonly<Record<string, Readonly<Record<string, Previewer>>>>;

type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** A preview as a page gets it: the end of one that is long. */
export interface PreviewView extends Preview {
  /** The number of the first piece that is here, from 0. */
  readonly first: number;
}

/** What a page asks for. */
interface Asked {
  readonly name: string;
  readonly focused: string;
  readonly options: OptionValues;
}

/** Pieces that are sent: more than a page shows. */
const MAX_PIECES = 200;
const MAX_PIECE = 100;
const MAX_SUMMARY = 200;

/** The previews that a playground's pages can ask for. */
export interface PreviewDesk {
  /** The names of the options that have one, by command. */
  readonly offered: Readonly<Record<string, readonly string[]>>;
  /** The preview for a page; none where there is no such previewer, where it fails, and while the page waits for another. */
  ask(page: object, asked: Asked): Promise<PreviewView | undefined>;
  /** Ends what is made for a page that is gone. */
  leave(page: object): void;
  close(): void;
}

/** Answers pages from the host's previewers, for each page one at a time. */
export function createPreviewDesk(previews: Previews): PreviewDesk {
  const underWay = new Map<object, AbortController>();
  const leave = (page: object): void => {
    underWay.get(page)?.abort();
    underWay.delete(page);
  };
  return {
    offered: Object.fromEntries(Object.entries(previews).map(([name, options]) => [name, Object.keys(options)])),
    async ask(page, { name, focused, options }) {
      const previewer = own(own(previews, name) ?? {}, focused);
      if (previewer === undefined || underWay.has(page)) return undefined;
      const stop = new AbortController();
      underWay.set(page, stop);
      try {
        const preview = await previewer(options, stop.signal);
        return preview && ending(preview);
      } catch {
        // It is an extra: whoever sends the command hears what is wrong.
        return undefined;
      } finally {
        if (underWay.get(page) === stop) underWay.delete(page);
      }
    },
    leave,
    close() {
      for (const page of [...underWay.keys()]) leave(page);
    },
  };
}

function ending({ summary, pieces }: Preview): PreviewView {
  const first = Math.max(0, pieces.length - MAX_PIECES);
  return {
    summary: summary.slice(0, MAX_SUMMARY),
    first,
    pieces: pieces.slice(first).map(({ text, note }) => ({
      text: text.slice(0, MAX_PIECE),
      ...(note === undefined ? {} : { note: note.slice(0, MAX_PIECE) }),
    })),
  };
}

/** Names come from a page: none of them is a property that every object has. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
