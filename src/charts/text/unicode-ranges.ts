/** The first and the last code point of each range in a list as Fontsource writes it, such as `U+0951-0952,U+25CC`. */
export function parseUnicodeRanges(list: string): { readonly from: number; readonly to: number }[] {
  return list.split(',').map((range) => {
    const [from = '', to = from] = range.trim().slice('U+'.length).split('-');
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  });
}
