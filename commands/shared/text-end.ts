/** The end of a text, at most so many characters, with `…` where something was left out. */
export function textEnd(whole: string, characters: number): string {
  const list = Array.from(whole);
  return list.length <= characters ? whole : `…${list.slice(-characters).join('')}`;
}
