import { openCharts } from '../charts/open-charts.js';
import { openTokenizer } from '../tokens/tokenizer.js';
import { doctorWords } from '../words/doctor.js';
import { type Finding, reasonOf } from './finding.js';

const words = doctorWords('en');

/** Letters that are in fonts of their own. */
const SAMPLE = 'Aä Жя 你好 こんにちは 한국어 العربية हिन्दी ไทย 🍕';

/** Draws a picture, so that the fonts and the canvas are there. */
export async function checkPictures(): Promise<Finding> {
  const about = words.about.pictures;
  const charts = openCharts({ threads: 1 });
  try {
    await charts.draw({ kind: 'token-strip', title: SAMPLE, tokens: [{ label: SAMPLE, caption: '1' }] });
    return { mark: 'well', about, sentence: words.pictures.well };
  } catch (error) {
    return { mark: 'trouble', about, sentence: words.pictures.failed(reasonOf(error)) };
  } finally {
    await charts.close();
  }
}

/** Cuts a text into tokens and looks whether they are the text. */
export async function checkTokenizer(): Promise<Finding> {
  const about = words.about.tokenizer;
  const tokenizer = openTokenizer();
  try {
    const { tokens } = await tokenizer.tokenize(SAMPLE, 'o200k_base');
    if (tokens.length === 0) throw new Error('no tokens');
    return { mark: 'well', about, sentence: words.tokenizer.well };
  } catch (error) {
    return { mark: 'trouble', about, sentence: words.tokenizer.failed(reasonOf(error)) };
  } finally {
    await tokenizer.close();
  }
}

/** Whether Node.js is as new as the bot needs it. @param needed as `engines` in package.json has it, such as `>=20.19` */
export function checkNode(version: string, needed: string): Finding {
  const about = words.about.node;
  const least = needed.replace(/^>=/, '');
  const [isMajor = 0, isMinor = 0] = numbersIn(version);
  const [major = 0, minor = 0] = numbersIn(least);
  const isNew = isMajor > major || (isMajor === major && isMinor >= minor);
  const sentence = isNew ? words.node.well(version) : words.node.old(version, least);
  return { mark: isNew ? 'well' : 'trouble', about, sentence };
}

function numbersIn(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
