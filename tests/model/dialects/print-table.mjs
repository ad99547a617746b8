// Prints the contract as a Markdown table: `node tests/model/dialects/print-table.mjs`, after `npm run build`; with
// `requests`, how many requests each command takes.
import { createServer } from 'vite';

const server = await createServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false },
});
try {
  const { renderTable, renderRequests } = await server.ssrLoadModule('/tests/model/dialects/table.ts');
  process.stdout.write(await (process.argv.includes('requests') ? renderRequests() : renderTable()));
} finally {
  await server.close();
}
