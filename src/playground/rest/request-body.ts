import { refusals } from '../rules/api-error.js';
import type { UploadedFile } from '../rules/files.js';

// JSON is parsed on the thread that serves everybody; Discord's largest legal JSON bodies are far below this.
const MAX_JSON_BYTES = 1024 * 1024;

/** The JSON and the files of a request. */
export interface RequestBody {
  body: unknown;
  files: UploadedFile[];
}

/**
 * Reads a JSON body, or a multipart one with `payload_json` and `files[n]`.
 *
 * @throws ApiError 50109 when the JSON cannot be read, 40005 when it is longer than 1 MiB
 */
export async function readRequestBody(request: Request): Promise<RequestBody> {
  const type = request.headers.get('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return await readMultipart(request);
  const text = await request.text();
  return { body: parseJson(text), files: [] };
}

async function readMultipart(request: Request): Promise<RequestBody> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw refusals.invalidJson();
  }
  const files: UploadedFile[] = [];
  let payload: string | undefined;
  const loose: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (name === 'payload_json') payload = typeof value === 'string' ? value : await value.text();
    else if (typeof value === 'string') loose[name] = value;
    else {
      files.push({
        field: /^files\[(\d+)\]$/.exec(name)?.[1] ?? name,
        name: value.name,
        type: value.type || 'application/octet-stream',
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
    }
  }
  return { body: payload === undefined ? loose : parseJson(payload), files };
}

function parseJson(text: string): unknown {
  if (text.length > MAX_JSON_BYTES) throw refusals.requestTooLarge();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refusals.invalidJson();
  }
}
