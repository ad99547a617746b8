/** HTTP statuses that the server refuses a request with. */
export type ErrorStatus = 400 | 403 | 404 | 405 | 413 | 415 | 429 | 500;

/** The body of an OpenAI-compatible error answer. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

/** A request that the server refuses, in the words that its client gets to read. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: ErrorStatus,
    message: string,
    readonly code: string | null = null,
    readonly param: string | null = null,
  ) {
    super(message);
  }

  /** The answer's body, in OpenAI's shape. */
  body(): ErrorBody {
    const type = this.status === 500 ? 'server_error' : 'invalid_request_error';
    return { error: { message: this.message, type, param: this.param, code: this.code } };
  }
}
