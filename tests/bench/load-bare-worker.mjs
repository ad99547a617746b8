// Cuts a text, draws its tokens and encodes the picture, by the bare calls alone.
import { darkTheme, size } from '../../dist/src/charts/paint/theme.js';
import { registerFonts } from '../../dist/src/charts/text/fonts.js';
import { rendererOf } from '../../dist/src/charts/worker/renderers.js';
import { cut } from '../../dist/src/tokens/cut-worker.js';
import { chartWords } from '../../dist/src/words/pictures.js';

registerFonts();
const options = { page: 0, usualHeight: size.usualHeight, theme: darkTheme, words: chartWords('en') };

export default function finish(text) {
  const { ids, textEnds } = cut({ text, encoding: 'o200k_base' });
  let from = 0;
  const tokens = Array.from(ids, (id, at) => {
    const label = text.slice(from, textEnds[at]).replaceAll(' ', '·');
    from = textEnds[at];
    return { label, caption: String(id) };
  });
  const picture = { kind: 'token-strip', title: 'Tokens', tokens };
  const { card } = rendererOf(picture)(picture, options);
  const { canvas } = card.context;
  const png = canvas.encodeSync('png');
  canvas.width = 1;
  canvas.height = 1;
  return { png, count: ids.length };
}

finish('Warm-up 🍕');
