import { behaviours } from './behaviours.js';
import { servedModel } from './dialect.js';
import { dialects } from './dialects.js';
import { gather } from './gather.js';
import { countRequests } from './requests.js';
import { emulate } from './subject.js';
import { createTinySubject } from './tiny-subject.js';

/** The contract as a Markdown table: how each dialect does each behaviour, or how it breaks the contract. */
export async function renderTable(): Promise<string> {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const lines = [row(['dialect', 'source', ...behaviours.map(({ name }) => name)])];
  lines.push(row(['dialect', 'source', ...behaviours].map(() => '---')));
  const subjects = [...dialects.map((dialect) => emulate(dialect, servedModel)), createTinySubject()];
  for (const subject of subjects) {
    const gathered = await gather(subject);
    const cells = behaviours.map(({ check }) => {
      try {
        return check(subject, gathered);
      } catch (error) {
        return `**broken**: ${String(error).split('\n')[0]}`;
      }
    });
    lines.push(row([subject.name, subject.source, ...cells]));
  }
  return `${lines.join('\n')}\n`;
}

/** How many requests each command takes of each dialect, as a Markdown table: fresh / known / after the probe. */
export async function renderRequests(): Promise<string> {
  const rows: string[] = [];
  for (const dialect of dialects) {
    const counts = await countRequests(dialect);
    if (rows.length === 0) {
      rows.push(
        `| dialect | ${counts.map(({ way }) => way).join(' | ')} |`,
        `| --- |${counts.map(() => ' --- |').join('')}`,
      );
    }
    const cells = counts.map(({ fresh, known, probed, repeated }) => {
      const again = repeated === 0 ? '' : ` (${repeated} refused again)`;
      return `${fresh} / ${known} / ${probed}${again}`;
    });
    rows.push(`| ${dialect.name} | ${cells.join(' | ')} |`);
  }
  return `${rows.join('\n')}\n`;
}
