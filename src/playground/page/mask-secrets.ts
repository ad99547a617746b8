// `interaction:` in base64, with which every interaction token begins; see interactions/store.ts.
const INTERACTION_TOKEN = /aW50ZXJhY3Rpb246[\w-]+/g;
const AUTHORIZATION = /\b(Bot|Bearer|Basic)\s+[\w.~+/=-]{8,}/g;
const API_KEY = /\b(?:sk|hf|gsk|xai)[-_][\w-]{12,}/g;
const SECRET_FIELD = /^(?:token|authorization|api[-_]?key|password|secret|session_id)$/i;

/** No shorter text has one of these in it. */
const SHORTEST = 'Bot '.length + 8;

/** What stands in place of a secret. */
export const MASK = '••••••••';

/** A copy of any JSON value with tokens and keys masked, wherever in a text they stand. */
export function maskSecrets(value: unknown, botToken: string): unknown {
  if (typeof value === 'string') return maskText(value, botToken);
  if (Array.isArray(value)) return value.map((entry) => maskSecrets(entry, botToken));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      maskText(key, botToken),
      typeof entry === 'string' && SECRET_FIELD.test(key) ? MASK : maskSecrets(entry, botToken),
    ]),
  );
}

/** A text with tokens and keys masked. */
export function maskText(text: string, botToken: string): string {
  // Most texts of an answer are tokens and names of fields.
  if (text.length < Math.min(SHORTEST, botToken.length)) return text;
  return text
    .replaceAll(botToken, MASK)
    .replace(INTERACTION_TOKEN, MASK)
    .replace(AUTHORIZATION, `$1 ${MASK}`)
    .replace(API_KEY, MASK);
}

/** The id of the interaction whose token stands in a path, or undefined. */
export function interactionInPath(path: string): string | undefined {
  const token = path.match(INTERACTION_TOKEN)?.[0];
  return token === undefined ? undefined : Buffer.from(token, 'base64url').toString('latin1').split(':')[1];
}
