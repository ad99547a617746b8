import { expect, test, vi } from 'vitest';
import { parsePostgresAddress } from '../../../src/storage/postgres/address.js';

test.each(['prefer', 'require', 'verify-ca'])('sslmode=%s is what pg takes it for, without its warning', (mode) => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue();
  const { client } = parsePostgresAddress(`postgres://bot@localhost/tokenscope?sslmode=${mode}&pool=2`);
  expect(client.connectionString).toBe('postgres://bot@localhost/tokenscope?sslmode=verify-full');
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('an sslmode that there is not is refused, with those that there are', () => {
  const parse = () => parsePostgresAddress('postgres://bot:secret@localhost/tokenscope?sslmode=verify');
  expect(parse).toThrow(
    'DATABASE_URL (postgres://bot@localhost/tokenscope?sslmode=verify) cannot be used: sslmode has to be disable, no-verify or verify-full.',
  );
});
