/** What the worker is started with. */
export interface WorkerSettings {
  readonly port: number;
  readonly corpusDirectory: string;
  /** Where the files of the transformer and its kernels are. */
  readonly modelDirectory: string;
  readonly seed: number | undefined;
}

/** What the worker tells the thread that started it. */
export type WorkerReport =
  | {
      readonly kind: 'ready';
      readonly port: number;
      readonly documents: number;
      readonly trainingTokens: number;
      /** From the worker's start to listening. */
      readonly milliseconds: number;
    }
  /** The server could not start. */
  | { readonly kind: 'failed'; readonly message: string }
  /** A request could not be answered for a reason that is not the client's. */
  | { readonly kind: 'error'; readonly message: string };

/** What the worker is told. */
export interface WorkerOrder {
  readonly kind: 'close';
}
