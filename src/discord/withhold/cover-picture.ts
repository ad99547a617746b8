import type { Picture } from '../../charts/kinds/registry.js';
import type { Cover } from './cover.js';

/** What picks a way to draw, or says what belongs together: nothing that is read. */
const NO_TEXT = new Set(['kind', 'id', 'parent', 'fate', 'state', 'values', 'what', 'given', 'answers', 'form']);

/** Lists of what stands behind each other in one text; in all others each stands alone. */
const IN_TURN = new Set(['tokens', 'parts']);

/**
 * A picture without the words of a list; every figure stays. A label that goes on with a word which `before` begins is
 * covered too.
 *
 * @param before the text that the labels of a list of candidates go on from
 */
export function coverPicture(picture: Picture, cover: Cover, before = ''): Picture {
  const takesParts = picture.kind === 'course-map';

  const coverLabel = (label: string): string => {
    if (before === '' || /^[\s·]/u.test(label)) return cover.text(label);
    return cover.pieces([before, label])[1] ?? label;
  };

  const coverValue = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') {
      if (NO_TEXT.has(name) || (name === 'part' && !takesParts)) return value;
      return name === 'label' ? coverLabel(value) : cover.text(value);
    }
    if (Array.isArray(value)) return IN_TURN.has(name) ? coverInTurn(value) : value.map((one) => coverValue(one, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, coverValue(one, key)]));
  };

  const coverInTurn = (list: readonly unknown[]): unknown[] => {
    const labels = list.map(labelInTurn);
    const shown = cover.pieces(labels.map((label) => label ?? ''));
    return list.map((one, at) => {
      const covered = coverValue(one, '');
      return labels[at] === undefined ? covered : { ...(covered as object), label: shown[at] };
    });
  };

  return coverValue(picture, '') as Picture;
}

/** Undefined where something has no label, or stands alone among the others: a pair that is merged is no part of the text. */
function labelInTurn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('label' in value)) return undefined;
  const isPair = 'what' in value && value.what === 'pair';
  return typeof value.label === 'string' && !isPair ? value.label : undefined;
}
