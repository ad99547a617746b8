/** A number as mantissa · 10^exponent, for numbers too small or too large for a plain one. */
export interface Scientific {
  /** In [1, 10); 0 for the number 0, Infinity for an infinite one. */
  readonly mantissa: number;
  readonly exponent: number;
}

/** The number whose natural logarithm is given; -Infinity stands for 0. */
export function fromLogarithm(logarithm: number): Scientific {
  if (logarithm === Number.NEGATIVE_INFINITY) return { mantissa: 0, exponent: 0 };
  if (logarithm === Number.POSITIVE_INFINITY) return { mantissa: Number.POSITIVE_INFINITY, exponent: 0 };
  const decimal = logarithm / Math.LN10;
  const exponent = Math.floor(decimal);
  const mantissa = 10 ** (decimal - exponent);
  return mantissa >= 10 ? { mantissa: 1, exponent: exponent + 1 } : { mantissa, exponent };
}
