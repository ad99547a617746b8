import { defineWords } from '../../words/define-words.js';

/** What stands around pictures. Markdown, save for the alt text's `page`. */
export const pictureWords = defineWords({
  en: () => ({
    page: (number: number, pages: number) => `Picture ${number} of ${pages}.`,
    inWords: (reason: string, alt: string) => `${reason} In words: ${alt}`,
    animationComes: (frames: number) => `Drawing ${frames} pictures for the animation, which comes here…`,
    noAnimation: (reason: string) => `There is no animation here. ${reason}`,
  }),
});
