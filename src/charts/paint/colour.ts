/** A colour as `#rrggbb`. */
export type Hex = `#${string}`;

/** Red, green and blue in linear light, each in [0, 1]. */
export type LinearRgb = readonly [red: number, green: number, blue: number];

/** The colour in linear light (IEC 61966-2-1, sRGB transfer function). */
export function toLinear(colour: Hex): LinearRgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [decode(value >> 16), decode((value >> 8) & 0xff), decode(value & 0xff)];
}

/** The nearest `#rrggbb` to a colour in linear light; parts outside [0, 1] are cut off. */
export function fromLinear([red, green, blue]: LinearRgb): Hex {
  return `#${[red, green, blue].map((part) => encode(part).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance in [0, 1] (WCAG 2.2). */
export function luminance(colour: Hex): number {
  const [red, green, blue] = toLinear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: Hex, other: Hex): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour `share` of the way from one to the other, mixed in sRGB as a translucent layer would be. */
export function mix(from: Hex, to: Hex, share: number): Hex {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

/** The hue at another relative luminance in [0, 1]: mixed with black, or with white, in linear light. */
export function withLuminance(hue: Hex, target: number): Hex {
  const own = luminance(hue);
  const [red, green, blue] = toLinear(hue);
  if (target <= own) return fromLinear([(red * target) / own, (green * target) / own, (blue * target) / own]);
  const white = (target - own) / (1 - own);
  return fromLinear([red + (1 - red) * white, green + (1 - green) * white, blue + (1 - blue) * white]);
}

/** Whichever of the inks reads better on the ground. */
export function readableInk(ground: Hex, inks: readonly [Hex, ...Hex[]]): Hex {
  return inks.reduce((best, ink) => (contrast(ink, ground) > contrast(best, ground) ? ink : best));
}

/** The ink moved towards the ground as far as text still reads, at 4.5 : 1 (WCAG 2.2, level AA). */
export function dimmedInk(ink: Hex, ground: Hex): Hex {
  for (let share = 0.45; share > 0; share -= 0.05) {
    const dimmed = mix(ink, ground, share);
    if (contrast(dimmed, ground) >= 4.5) return dimmed;
  }
  return ink;
}

function decode(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encode(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055));
}
