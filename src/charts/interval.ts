/** A number of which two ends are known; both alike when it is known itself. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
