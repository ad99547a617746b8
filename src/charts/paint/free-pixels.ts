/**
 * Gives back the memory of a canvas that has been encoded, some megabytes, at once: otherwise it is kept until JavaScript
 * collects the canvas, and a canvas looks small to JavaScript, whatever its pixels take.
 */
export function freePixels(canvas: { width: number; height: number }): void {
  canvas.width = 1;
  canvas.height = 1;
}
