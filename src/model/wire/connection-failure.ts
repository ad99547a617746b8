import type { Told } from '../../domain/fact.js';
import type { ModelErrorKind } from '../../domain/model-failure.js';
import { type EndpointErrorCode, ModelError } from '../errors.js';

/** The last is of an answer in chunks that ends before its last one. */
const CLOSED_EARLY = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HPE_INVALID_EOF_STATE']);
const WRONG_PROTOCOL = new Set(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

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
  return errorCodes(error).some((code) => CLOSED_EARLY.has(code));
}

/**
 * Says what is the matter with a connection that failed.
 *
 * @param where the endpoint, with host and port and without credentials
 */
export function explainConnectionFailure(error: unknown, where: Told): ModelError {
  const codes = errorCodes(error);
  const has = (...wanted: string[]) => wanted.some((code) => codes.includes(code));
  const fail = (kind: ModelErrorKind, code: EndpointErrorCode) =>
    new ModelError(kind, code, { endpoint: where }, { cause: error });
  if (codes.some((code) => WRONG_PROTOCOL.has(code))) return fail('tls', 'tls-not-spoken');
  if (has('CERT_HAS_EXPIRED')) return fail('tls', 'certificate-expired');
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/.test(code))) {
    return fail('tls', 'certificate-not-trusted');
  }
  if (has('ECONNREFUSED')) return fail('unreachable', 'nothing-answers');
  if (has('ENOTFOUND', 'EAI_AGAIN')) return fail('unreachable', 'host-not-found');
  if (has('ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT')) return fail('timeout', 'connection-timed-out');
  if (codes.some((code) => CLOSED_EARLY.has(code))) return fail('unreachable', 'connection-closed-early');
  if (has('UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW')) return fail('protocol', 'headers-too-long');
  if (codes.some((code) => /^(?:Z|ERR__ERROR|ERR_BROTLI|ZSTD)_/.test(code))) {
    return fail('protocol', 'answer-not-unpacked');
  }
  if (codes.some((code) => code.startsWith('HPE_'))) return fail('protocol', 'http-not-spoken');
  return fail('unreachable', 'model-unreachable');
}
