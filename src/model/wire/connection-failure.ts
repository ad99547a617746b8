import { ModelError } from '../errors.js';
import { startSentence } from './server-text.js';

const closedEarly = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const wrongProtocol = new Set(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** The error codes in an error and its causes, outermost first. */
export function errorCodes(error: unknown): string[] {
  const codes: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') codes.push(current.code);
    // A host with several addresses fails once for each of them.
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return codes;
}

/** True when the connection broke off, as it does when a kept-alive one meets a restarted server: worth a second try. */
export function isClosedEarly(error: unknown): boolean {
  return errorCodes(error).some((code) => closedEarly.has(code));
}

/**
 * Puts a failed connection into a sentence.
 *
 * @param where the endpoint in words, with host and port and without credentials
 */
export function explainConnectionFailure(error: unknown, where: string): ModelError {
  const codes = errorCodes(error);
  const has = (...wanted: string[]) => wanted.some((code) => codes.includes(code));
  const options = { cause: error };
  if (codes.some((code) => wrongProtocol.has(code))) {
    return new ModelError(
      'tls',
      `${startSentence(where)} does not speak TLS. Write http:// instead of https:// in OPENAI_BASE_URL, if the server is yours.`,
      options,
    );
  }
  if (has('CERT_HAS_EXPIRED')) {
    return new ModelError(
      'tls',
      `The TLS certificate of ${where} has expired. Renew it, or connect another endpoint.`,
      options,
    );
  }
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/.test(code))) {
    return new ModelError(
      'tls',
      `The TLS certificate of ${where} is not trusted. If the server is yours, name its certificate in NODE_EXTRA_CA_CERTS.`,
      options,
    );
  }
  if (has('ECONNREFUSED')) {
    return new ModelError(
      'unreachable',
      `Nothing answers at ${where}. Start the model server, or correct OPENAI_BASE_URL.`,
      options,
    );
  }
  if (has('ENOTFOUND', 'EAI_AGAIN')) {
    return new ModelError(
      'unreachable',
      `The host of ${where} cannot be found. Check OPENAI_BASE_URL and the network.`,
      options,
    );
  }
  if (has('ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT')) {
    return new ModelError(
      'timeout',
      `${startSentence(where)} does not answer. Check that the server runs and can be reached.`,
      options,
    );
  }
  if (codes.some((code) => closedEarly.has(code))) {
    return new ModelError(
      'unreachable',
      `${startSentence(where)} closed the connection before its answer was complete. Try again; if it stays so, look at the server’s log.`,
      options,
    );
  }
  if (has('UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW')) {
    return new ModelError(
      'protocol',
      `${startSentence(where)} sent longer headers than can be read. Check OPENAI_BASE_URL, or connect another endpoint.`,
      options,
    );
  }
  if (codes.some((code) => /^(?:Z|ERR__ERROR|ERR_BROTLI|ZSTD)_/.test(code))) {
    return new ModelError(
      'protocol',
      `${startSentence(where)} sent an answer that cannot be unpacked. Try again; if it stays so, look at the server’s log.`,
      options,
    );
  }
  if (codes.some((code) => code.startsWith('HPE_'))) {
    return new ModelError('protocol', `${startSentence(where)} does not speak HTTP. Check OPENAI_BASE_URL.`, options);
  }
  return new ModelError(
    'unreachable',
    `${startSentence(where)} cannot be reached. Check OPENAI_BASE_URL and the network.`,
    options,
  );
}
