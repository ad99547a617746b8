/** An endpoint's name at the start of a sentence: words get a capital letter, addresses keep their spelling. */
export function startSentence(name: string): string {
  return /^[a-z]+ /.test(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}
