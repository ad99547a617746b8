import { parseAst } from 'vitest/node';

/** A text of several words in the source, outside of the modules that hold the words. */
export interface Stray {
  readonly line: number;
  /** As it is written, with `…` for what is filled in. */
  readonly text: string;
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Errors for whoever works on Tokenscope. */
const OF_PROGRAMMERS: ReadonlySet<unknown> = new Set(['Error', 'RangeError', 'SyntaxError', 'TypeError']);

const LOG_LEVELS: ReadonlySet<unknown> = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

const SQL =
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|SET|LISTEN|DECLARE|FETCH|CLOSE|BEGIN|COMMIT|ROLLBACK|VACUUM)\b/;

/** Letters, then white space, then letters, with any signs between: `so far`, `**Seed:** none`. */
const SEVERAL_WORDS = /\p{L}[^\p{L}\s]*\s[^\p{L}]*\p{L}/u;

/**
 * Finds texts of two or more words that people may read: neither imports, types, SQL and what is logged, nor errors for
 * whoever works on Tokenscope.
 */
export function findStrays(path: string, source: string): Stray[] {
  const syntax: unknown = parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts', astType: 'ts' });
  return [...textsIn(syntax)]
    .filter(({ text }) => SEVERAL_WORDS.test(text) && !SQL.test(text))
    .map(({ text, start }) => ({ text, line: source.slice(0, start).split('\n').length }));
}

function* textsIn(value: unknown): Generator<{ readonly text: string; readonly start: number }> {
  if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  if (!isNode(value) || isForNobody(value)) return;
  if (value.type === 'Literal' && typeof value.value === 'string') {
    yield { text: value.value, start: value.start };
  } else if (value.type === 'TemplateLiteral') {
    const quasis = value.quasis as readonly { readonly value: { readonly cooked: string } }[];
    yield { text: quasis.map(({ value: { cooked } }) => cooked).join('…'), start: value.start };
    yield* textsIn(value.expressions);
  } else {
    for (const [key, child] of Object.entries(value)) if (!isName(value, key)) yield* textsIn(child);
  }
}

/** Whether nothing in it is for people: an import, a type, a line of the log, an error for programmers. */
function isForNobody(node: SyntaxNode): boolean {
  if (node.type.startsWith('Import') || node.type.startsWith('TS')) return !mayHoldCode(node);
  if (node.type === 'NewExpression') return OF_PROGRAMMERS.has(nameOf(node.callee));
  return node.type === 'CallExpression' && isOfLog(node.callee);
}

/** Of what TypeScript adds, these have an expression in them. */
function mayHoldCode({ type }: SyntaxNode): boolean {
  return ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSParameterProperty'].includes(type);
}

/** `log.warn`, `log?.[level]`, `options.log.info`. */
function isOfLog(callee: unknown): boolean {
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false;
  const object = callee.object;
  const isLog = [nameOf(object), isNode(object) ? nameOf(object.property) : undefined].includes('log');
  return isLog && (callee.computed === true || LOG_LEVELS.has(nameOf(callee.property)));
}

/** Whether a child is what something is called, as the key of a property, or where an export comes from. */
function isName({ type }: SyntaxNode, key: string): boolean {
  return (key === 'key' && type === 'Property') || (key === 'source' && type.startsWith('Export'));
}

function nameOf(value: unknown): unknown {
  return isNode(value) ? value.name : undefined;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
