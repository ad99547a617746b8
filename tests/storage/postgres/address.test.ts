import { expect, test, vi } from 'vitest';
import { parsePostgresAddress } from '../../../src/storage/postgres/address.js';

test.each(['prefer', 'require', 'verify-ca'])(
  'sslmode=%s asks the server to prove who it is, without a warning of pg',
  (mode) => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const { client } = parsePostgresAddress(`postgres://bot@localhost/tokenscope?sslmode=${mode}&pool=2`);
    expect(client).toMatchObject({
      connectionString: 'postgres://bot@localhost/tokenscope',
      ssl: { rejectUnauthorized: true },
    });
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  },
);

test('an sslmode that there is not is refused, with those that there are', () => {
  const parse = () => parsePostgresAddress('postgres://bot:secret@localhost/tokenscope?sslmode=verify');
  expect(parse).toThrow(
    'DATABASE_URL (postgres://bot@localhost/tokenscope?sslmode=verify) cannot be used: sslmode has to be disable, no-verify, require, verify-ca or verify-full.',
  );
});
