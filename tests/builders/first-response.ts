/**
 * How long a playground of the tests waits for a first response, in milliseconds: a test that is not about Discord's three
 * seconds must not meet them on a busy machine.
 */
export const FIRST_RESPONSE_MS = 20_000;
