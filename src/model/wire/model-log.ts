/** Where the model layer writes what operators may want to know; pino's loggers fit. Keys and prompts are never logged. */
export interface ModelLog {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}
