/** A perplexity as it is shown: two decimals where they can be told apart, whole numbers from 100 on. */
export function formatPerplexity(value: number): string {
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
}
