/** The two ends of what a number can be; equal where it is known exactly. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
