import { defineWords } from '../define-words.js';

/** What people are told when a picture is not drawn. */
export const chartsErrors = defineWords({
  en: () => ({
    'too-many-pictures-wait': () => 'Too many pictures are waiting to be drawn. Try again in a minute.',
    'picture-too-slow': () => 'The picture took longer than a minute to draw. Try a shorter text.',
    'too-many-animations-wait': () => 'Too many animations are waiting to be drawn. Try again in a few minutes.',
    'animation-too-slow': () => 'The animation took longer than a minute to draw. Try a shorter text.',
    'drawing-failed': () => 'Drawing failed, because of a fault inside Tokenscope.',
  }),
});
