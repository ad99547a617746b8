import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import type { LogLevel } from './config.js';

/** Creates the log: a JSON line an event, on stderr, so that stdout holds only the greeting. */
export function createLog(level: LogLevel, destination: DestinationStream = pino.destination(2)): Logger {
  return pino({ level, serializers: { err: withoutContents } }, destination);
}

/**
 * An error for the log. Those of Discord requests carry the whole request: its body is what people and models wrote, and
 * its address holds the interaction's token, so only what tells the cause is kept.
 */
function withoutContents(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (!('requestBody' in error)) return stdSerializers.err(error);
  const { name, message } = error;
  const { code, status, method } = error as Error & { code?: unknown; status?: unknown; method?: unknown };
  return { type: name, message, code, status, method };
}
