import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The paths of a certificate and its key. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Whoever signs certificates. */
export interface Authority extends Certificate {
  /** @param name whose it is @param host the one host that it is for */
  sign(name: string, host?: string): Promise<Certificate>;
}

/** Makes an authority that nobody knows, by openssl; what it signs is good for two days. @param folder where the files are to be */
export async function createAuthority(folder: string): Promise<Authority> {
  mkdirSync(folder);
  const make = async (name: string, ...more: readonly string[]): Promise<Certificate> => {
    const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    const kind = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
    ];
    await promisify(execFile)('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', certificate, ...more]);
    return { certificate, key };
  };
  const own = await make('authority');
  const by = ['-CA', own.certificate, '-CAkey', own.key, '-addext', 'basicConstraints=CA:FALSE'];
  return {
    ...own,
    sign: (name, host) => make(name, ...by, ...(host === undefined ? [] : ['-addext', `subjectAltName=DNS:${host}`])),
  };
}

/** What is in a certificate's file, or a key's. */
export function contentOf(path: string): string {
  return readFileSync(path, 'utf8');
}
