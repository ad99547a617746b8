/** The guild's AutoMod: words that no message and no thread's name may have. */
export interface AutoMod {
  /** Sets the words; none, and nothing is blocked. Case does not matter, nor what stands around a word. */
  block(words: readonly string[]): void;
  blocks(text: string): boolean;
}

/** Nothing is blocked. */
export function createAutoMod(): AutoMod {
  let blocked: readonly string[] = [];
  return {
    block(words) {
      blocked = words.map((word) => word.toLowerCase()).filter((word) => word !== '');
    },
    blocks(text) {
      const lower = text.toLowerCase();
      return blocked.some((word) => lower.includes(word));
    },
  };
}
