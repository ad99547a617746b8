const longest = 200;
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\s]+/gu;

/**
 * A server's own words made fit to show: one line, no control characters, at most 200 characters, secrets blotted out.
 *
 * @param secrets the API key and password in use; those shorter than 4 characters are placeholders and stay
 */
export function fitServerText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '•••');
  const characters = [...clean.replace(invisible, ' ').trim()];
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}

/** An endpoint's name at the start of a sentence: words get a capital letter, addresses keep their spelling. */
export function startSentence(where: string): string {
  return /^[a-z]+ /.test(where) ? where.charAt(0).toUpperCase() + where.slice(1) : where;
}
