import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { afterEach, expect, test } from 'vitest';
import type { Picture } from '../../../src/charts/kinds/registry.js';
import { chooseHanForms, cjkFamily, isCjkCluster } from '../../../src/charts/text/cjk-fonts.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';

afterEach(() => chooseHanForms([]));

const loadedFiles = () => GlobalFonts.families.filter(({ family }) => /^Tokenscope (sc|jp|kr) /.test(family)).length;

const language = (cluster: string) => cjkFamily(cluster).split(' ')[1];

test('only the file that a text needs is loaded', () => {
  const before = loadedFiles();
  expect(isCjkCluster('뷁')).toBe(true);
  expect(loadedFiles()).toBe(before);
  const family = cjkFamily('뷁');
  expect(loadedFiles()).toBe(before + 1);
  expect(GlobalFonts.has(family)).toBe(true);
  expect(cjkFamily('뷁')).toBe(family);
  expect(loadedFiles()).toBe(before + 1);
});

test('Hangul is Korean, kana Japanese, and Han Chinese unless there is kana', () => {
  chooseHanForms(['你好', 'Korean 안녕']);
  expect(['안', '你', '，', '﹏'].map(language)).toEqual(['kr', 'sc', 'sc', 'sc']);
  chooseHanForms(['東京', 'です']);
  expect(['안', '東', 'で', 'カ', '、'].map(language)).toEqual(['kr', 'jp', 'jp', 'jp', 'jp']);
  // Simplified characters are in the Chinese font alone, those of the compatibility block in the Japanese alone.
  expect(['们', '\uFA0E'].map(language)).toEqual(['sc', 'jp']);
});

test('what none of the three fonts has whole is not claimed', () => {
  expect(['a', 'é', 'ж', 'م', '\u9fff', '\u{20BB7}', '你\u0301', ''].filter(isCjkCluster)).toEqual([]);
  expect(() => cjkFamily('a')).toThrow('not in the Chinese, Japanese and Korean fonts');
});

test('one picture has one form of a Han character, chosen by all its texts', async () => {
  const strip = (...labels: string[]): Picture => ({
    kind: 'token-strip',
    title: 'Tokens',
    tokens: labels.map((label) => ({ label, caption: '1' })),
  });
  /** The first tile's inside. */
  const firstTile = async (picture: Picture) => {
    const image = await loadImage(renderPicture(picture).image);
    const context = createCanvas(60, 60).getContext('2d');
    context.drawImage(image, -50, -110);
    return Buffer.from(context.canvas.data());
  };
  const [chinese, japanese, chineseAgain] = [
    await firstTile(strip('直', 'x')),
    await firstTile(strip('直', 'す')),
    await firstTile(strip('直', 'x')),
  ];
  expect(chinese.equals(japanese)).toBe(false);
  expect(chinese.equals(chineseAgain)).toBe(true);
});
