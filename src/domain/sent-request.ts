/** One request as the endpoint accepted it, for people who want to read or repeat it. */
export interface SentRequest {
  /** Which of several endpoints was asked, by its name; absent for the first. */
  readonly endpoint?: string | undefined;
  /** Below the base URL, such as `/completions`. */
  readonly path: string;
  /** The body, without what the endpoint had refused before. It holds what people wrote, and no secret. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The server's name for the request, from its `x-request-id` header or the answer's `id`. */
  readonly requestId: string | undefined;
  /** In milliseconds since 1970. */
  readonly sentAt: number;
  /** Until the whole answer was read. */
  readonly seconds: number;
}
