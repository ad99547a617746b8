/** As deep as marks and lists are read inside each other; Discord's own lists end here, too. */
export const MAX_NESTING = 11;

interface Rule {
  parse(capture: Readonly<Record<number, string>>, parse: unknown, state: object): object;
}

/**
 * Lets rules nest so deep and no deeper: what is inside further marks stays text as it was written. Without an end a line
 * such as `- - - - …` nests once for each dash, until the call stack of everybody who sees it is full.
 */
export function boundNesting<R extends object>(rules: R): R {
  let depth = 0;
  const bound = (rule: Rule): Rule => ({
    ...rule,
    parse(capture, parse, state) {
      if (depth >= MAX_NESTING) return { type: 'text', content: capture[0] };
      depth += 1;
      try {
        return rule.parse(capture, parse, state);
      } finally {
        depth -= 1;
      }
    },
  });
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, bound(rule as Rule)])) as R;
}
