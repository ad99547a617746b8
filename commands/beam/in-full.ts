import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { type FigureRow, figureTable } from '../../src/lesson/rows/figure-table.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { bestPath, foundEntries, isSamePath, keptPaths } from './facts.js';
import { type BeamPath, type BeamResult, textOf } from './result.js';
import { beamWords } from './words.js';

/** Of a text in a table, characters. */
const MAX_TEXT = 48;
const MAX_LABEL = 18;

/** What **Details** has: every text that was kept, the search step by step, and the tokens of the texts beside it. */
export function beamInFull(result: BeamResult, locale: string): Block[] {
  const words = beamWords(locale);
  const { inFull, rows } = words;
  const { greedy, drawn, width, requests, skipped } = result;
  const table = (heading: string, body: string) => text(`${heading}\n${codeBlock(body)}`);
  const best = bestPath(result);
  const isGreedy = greedy !== undefined && isSamePath(best, greedy);
  const kept = keptPaths(result).map((path) => pathRow(path, locale));
  const paths: readonly (readonly [string, BeamPath | undefined])[] = [
    [isGreedy ? inFull.both(rows.best(width), rows.greedy) : rows.best(width), best],
    [rows.greedy, isGreedy ? undefined : greedy],
    [rows.drawn, drawn],
  ];
  return [
    table(inFull.kept, figureTable([inFull.heads.whole, inFull.heads.bits], kept)),
    table(inFull.steps, stepTable(result, locale)),
    ...paths.flatMap(([name, path]) =>
      path === undefined ? [] : [table(inFull.tokens(name), tokenTable(path, locale))],
    ),
    text(inFull.formula),
    ...(skipped === 0 ? [] : [text(inFull.skipped(skipped))]),
    text(inFull.requests(requests)),
  ];
}

function pathRow(path: BeamPath, locale: string): FigureRow {
  const { figures } = beamWords(locale);
  const { tokens, logprob, ended } = path;
  const perToken = -logprob / Math.LN2 / Math.max(1, tokens.length);
  const shown = shorten(visibleText(textOf(path)), MAX_TEXT, 'both');
  return {
    figures: [wholeChance(logprob, locale), figures.decimals(perToken, 2)],
    label: ended ? `${shown} ${tokenLabel({ text: '', bytes: undefined })}`.trim() : shown,
  };
}

function stepTable(result: BeamResult, locale: string): string {
  const { figures, inFull } = beamWords(locale);
  const { heads } = inFull;
  return figureTable(
    [heads.step, heads.from, heads.own, heads.whole],
    foundEntries(result).map(({ entry, column }) => ({
      figures: [
        String(column + 1),
        entry.parent === undefined ? '' : String(entry.parent + 1),
        entry.ended === 'before' ? inFull.ended : figures.percent(probabilityOf(entry.token.logprob)),
        wholeChance(entry.logprob, locale),
      ],
      label: shorten(tokenLabel(entry.token), MAX_LABEL, 'both'),
    })),
  );
}

function tokenTable({ tokens }: BeamPath, locale: string): string {
  const { figures, inFull } = beamWords(locale);
  return figureTable(
    [inFull.heads.own],
    tokens.map((token) => ({
      figures: [figures.percent(probabilityOf(token.logprob))],
      label: shorten(tokenLabel(token), MAX_LABEL, 'both'),
    })),
  );
}

/** A chance that may be tiny, such as `0.031%`. */
function wholeChance(logprob: number, locale: string): string {
  const { figures } = beamWords(locale);
  const chance = probabilityOf(logprob);
  return chance >= 0.001 || chance === 0 ? figures.percent(chance) : figures.ofHundred((100 * chance).toPrecision(2));
}
