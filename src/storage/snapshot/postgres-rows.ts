import type { Client } from 'pg';
import { listOf, ROWS_AT_ONCE, type Row, type RowSource, type RowTarget } from './copy-rows.js';

/** The rows of a schema, over a connection that has a transaction open; what is read is as at its beginning where it is so isolated. */
export function createPostgresRows(client: Client, schema: string): RowSource & RowTarget {
  const place = (table: string) => `${schema}."${table}"`;
  return {
    async tables() {
      const { rows } = await client.query<{ table: string; column: string }>(
        `SELECT c.relname AS table, a.attname AS column
         FROM pg_catalog.pg_class c
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
         WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY c.relname, a.attnum`,
        [schema],
      );
      const tables = new Map<string, string[]>();
      for (const { table, column } of rows) tables.set(table, [...(tables.get(table) ?? []), column]);
      return tables;
    },
    async *read(table, columns) {
      await client.query(`DECLARE all_rows NO SCROLL CURSOR FOR SELECT ${listOf(columns)} FROM ${place(table)}`);
      for (;;) {
        const { rows } = await client.query<Row>(`FETCH ${ROWS_AT_ONCE} FROM all_rows`);
        if (rows.length === 0) break;
        yield rows;
      }
      await client.query('CLOSE all_rows');
    },
    async write(table, columns, rows) {
      const values = rows.flatMap((row) => columns.map((column) => storable(row[column])));
      const marks = rows.map(
        (_, at) => `(${columns.map((__, index) => `$${at * columns.length + index + 1}`).join(', ')})`,
      );
      await client.query(`INSERT INTO ${place(table)} (${listOf(columns)}) VALUES ${marks.join(', ')}`, values);
    },
    async count(table) {
      const { rows } = await client.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${place(table)}`);
      return Number(rows[0]?.rows);
    },
  };
}

/** PostgreSQL's texts hold every character but this one, and JSON never does. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}
