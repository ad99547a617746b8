const PART = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g;

/** Pretty-printed JSON with names, texts and numbers in their own colours. */
export function JsonText({ json }: { json: string }) {
  const parts = [];
  let at = 0;
  for (const match of json.matchAll(PART)) {
    const [whole, text, colon] = match;
    if (match.index > at) parts.push(json.slice(at, match.index));
    const of = text === undefined ? 'json-number' : colon === undefined ? 'json-text' : 'json-name';
    parts.push(
      <span key={match.index} class={of}>
        {whole}
      </span>,
    );
    at = match.index + whole.length;
  }
  parts.push(json.slice(at));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: what scrolls must be reachable with the keyboard
    <pre class="json" tabIndex={0} role="region" aria-label="JSON">
      {parts}
    </pre>
  );
}
