/** Is told of what is asked of models; never of what stands in it. */
export interface ModelObserver {
  /** A request that has a model work is ready, and waits until it is its turn. */
  request(about: ModelRequestAbout): ModelRequestWatch;
}

/** What is known of a request before it goes out. */
export interface ModelRequestAbout {
  /** The endpoint, as people read of it. */
  readonly endpoint: string;
  /** Undefined for one that neither the endpoint nor the operator has named. */
  readonly model: string | undefined;
  /** Such as `/chat/completions`. */
  readonly route: string;
}

/** One request. */
export interface ModelRequestWatch {
  /** It is its turn. @returns headers to be sent along */
  turn(): Readonly<Record<string, string>>;
  /** A piece of the answer has come, or all of it. */
  piece(): void;
  /**
   * It is over.
   *
   * @param failure of which kind, such as `unreachable`; undefined where its answer has come
   * @param tokens what the model read and wrote
   */
  end(failure: string | undefined, tokens: { readonly read: number; readonly written: number }): void;
}

/** Takes note of nothing. */
export const noModelObserver: ModelObserver = {
  request: () => ({ turn: () => ({}), piece() {}, end() {} }),
};
