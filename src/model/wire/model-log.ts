/** Where the model layer writes what operators may want to know; pino's loggers fit. Keys and prompts are never logged. */
export interface ModelLog {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}

/**
 * The same log, without names of models that nobody but a person knows: what people write into an option stands in no log.
 *
 * @param isKnown whether the endpoint or the operator has named a model so
 */
export function withKnownNames(log: ModelLog | undefined, isKnown: (model: string) => boolean): ModelLog | undefined {
  if (log === undefined) return undefined;
  const known = (fields: Record<string, unknown>) =>
    typeof fields.model === 'string' && !isKnown(fields.model) ? { ...fields, model: undefined } : fields;
  return {
    debug: (fields, message) => log.debug(known(fields), message),
    info: (fields, message) => log.info(known(fields), message),
    warn: (fields, message) => log.warn(known(fields), message),
  };
}
