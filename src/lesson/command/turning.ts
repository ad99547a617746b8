/**
 * What a press on ◀ or ▶ carries: the page that it leads to, from 0, and what the press carried that led to what is shown
 * (the value of a button and the choice in a menu), so that the same is shown again.
 */
export interface Turn {
  readonly page: number;
  readonly value?: string | undefined;
  readonly choice?: string | undefined;
}

/**
 * The name of the action that turns the pages of a picture.
 *
 * @param sight the action that shows it; undefined for the command's own view
 */
export function turning(sight: string | undefined): string {
  return sight === undefined ? 'turn' : `turn-${sight}`;
}

/** Writes `page[.value][ choice]`. */
export function turnValue({ page, value, choice }: Turn): string {
  return `${page}${value === undefined ? '' : `.${value}`}${choice === undefined ? '' : ` ${choice}`}`;
}

/** Reads what `turnValue` wrote; of anything else the first page. */
export function parseTurn(written = ''): Turn {
  const [, page = '', value, choice] = /^([^. ]*)(?:\.([^ ]*))?(?: (.*))?$/s.exec(written) ?? [];
  const number = Number(page);
  return { page: Number.isSafeInteger(number) ? Math.max(0, number) : 0, value, choice };
}
