import type { ErrorObject, ValidateFunction } from 'ajv';
import { InteractionResponseType } from 'discord.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { type Description, openSchemas, pointTo, readDescription } from './description.js';
import { commandFaults, type Fault, messageFaults, type SentCommand, type SentMessage } from './written-rules.js';

interface Node {
  $ref?: string;
  oneOf?: Node[];
  type?: unknown;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Node>;
  [keyword: string]: unknown;
}

const ORIGINAL = '/webhooks/{webhook_id}/{webhook_token}/messages/@original';

/** The schemas of the first response, by its type: the description's own union would let a bad message be another kind. */
const CALLBACKS: Readonly<Record<number, string>> = {
  [InteractionResponseType.Pong]: 'PongInteractionCallbackRequest',
  [InteractionResponseType.ChannelMessageWithSource]: 'CreateMessageInteractionCallbackRequest',
  [InteractionResponseType.DeferredChannelMessageWithSource]: 'CreateMessageInteractionCallbackRequest',
  [InteractionResponseType.DeferredMessageUpdate]: 'UpdateMessageInteractionCallbackRequest',
  [InteractionResponseType.UpdateMessage]: 'UpdateMessageInteractionCallbackRequest',
  [InteractionResponseType.ApplicationCommandAutocompleteResult]: 'ApplicationCommandAutocompleteCallbackRequest',
  [InteractionResponseType.Modal]: 'ModalInteractionCallbackRequest',
};

/** Words unions so that a wrong body gets the one error that fits it, instead of one for each branch. */
function nameBranches(description: Description): void {
  const schemas = description.components.schemas as Record<string, Node>;
  const typesOf = (branch: Node): unknown[] => {
    const schema = branch.$ref === undefined ? branch : schemas[branch.$ref.split('/').at(-1) ?? ''];
    return schema?.required?.includes('type') ? (schema.properties?.type?.enum ?? []) : [];
  };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const schema = node as Node;
    const branches = Array.isArray(schema.oneOf) ? schema.oneOf : [];
    const types = branches.map(typesOf);
    const isToldByType = types.every(({ length }) => length > 0) && new Set(types.flat()).size === types.flat().length;
    if (branches.length > 1 && isToldByType) {
      delete schema.oneOf;
      Object.assign(schema, { type: 'object', required: ['type'], properties: { type: { enum: types.flat() } } });
      schema.allOf = branches.map((branch, place) => ({
        if: { properties: { type: { enum: types[place] } }, required: ['type'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word.
        then: branch,
      }));
    }
    if (branches.length === 2 && branches.some(({ type }) => type === 'null')) {
      delete schema.oneOf;
      const other = branches.find(({ type }) => type !== 'null');
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word.
      Object.assign(schema, { if: { type: 'null' }, then: true, else: other });
    }
    for (const child of Object.values(schema)) visit(child);
  };
  visit(schemas);
  // The description says an integer, its README that strings of digits are taken as well, and discord.js sends one.
  for (const name of ['ApplicationCommandUpdateRequest', 'ApplicationCommandCreateRequest']) {
    const permissions = schemas[name]?.properties?.default_member_permissions;
    if (permissions !== undefined) {
      Object.assign(permissions, { type: ['string', 'integer', 'null'], pattern: '^[0-9]+$' });
    }
  }
}

function openSent(): (pointer: string) => ValidateFunction {
  const description = readDescription();
  nameBranches(description);
  return openSchemas(description);
}

let schemas: ReturnType<typeof openSent> | undefined;

const isBranch = ({ keyword }: ErrorObject): boolean => ['oneOf', 'anyOf', 'if'].includes(keyword);

function schemaFaults(pointer: string, body: unknown): Fault[] {
  schemas ??= openSent();
  const validate = schemas(pointer);
  if (validate(body)) return [];
  const errors = validate.errors ?? [];
  const precise = errors.filter((error) => !isBranch(error));
  return (precise.length > 0 ? precise : errors).map(({ instancePath, message = '', params }) => ({
    path: instancePath || '/',
    message: `${message} ${JSON.stringify(params)}`,
  }));
}

const bodyOf = (template: string, method: string): string =>
  `${pointTo(template, method)}/requestBody/content/application~1json/schema`;

function callbackFaults(body: { readonly type: number; readonly data?: SentMessage }, fileCount: number): Fault[] {
  const name = CALLBACKS[body.type];
  if (name === undefined) return [{ path: '/type', message: 'an unknown kind of response' }];
  const isEdit = body.type === InteractionResponseType.UpdateMessage;
  const { data } = body;
  const hasMessage = isEdit || body.type === InteractionResponseType.ChannelMessageWithSource;
  return bothFaults(`/components/schemas/${name}`, body, () =>
    data === undefined || !hasMessage
      ? []
      : messageFaults(data, { isEdit, fileCount }).map(({ path, message }) => ({ path: `/data${path}`, message })),
  );
}

/** What the schema says; where it says nothing the body has its shape, so that the written rules can be read on it. */
function bothFaults(pointer: string, body: unknown, written: () => Fault[]): Fault[] {
  const faults = schemaFaults(pointer, body);
  return faults.length > 0 ? faults : written();
}

function faultsOf({ method, path, body, files }: SentRequest): Fault[] {
  const fileCount = files.length;
  if (method === 'PUT' && path.includes('/commands')) {
    const pointer = bodyOf('/applications/{application_id}/commands', 'put');
    return bothFaults(pointer, body, () => commandFaults(body as SentCommand[]));
  }
  if (path.includes('/callback')) return callbackFaults(body as { type: number }, fileCount);
  if (!path.includes('/webhooks/')) return [];
  const message = body as SentMessage;
  if (method === 'PATCH') {
    return bothFaults(bodyOf(ORIGINAL, 'patch'), body, () => messageFaults(message, { isEdit: true, fileCount }));
  }
  if (method !== 'POST') return [];
  // A union of its own holds every kind of webhook; this is the one that an interaction's follow-up is.
  const followUp = '/components/schemas/IncomingWebhookInteractionRequest';
  return bothFaults(followUp, body, () => messageFaults(message, { fileCount }));
}

/** What a bot asked of Discord. */
export type SentRequest = Pick<Exchange, 'method' | 'path' | 'body' | 'files'>;

/** What Discord's own description and its written rules say against what a bot sent; empty when nothing. */
export function sentFaults(requests: readonly SentRequest[]): object[] {
  return requests.flatMap((request) =>
    faultsOf(request).map((fault) => ({
      method: request.method,
      path: request.path.replace(/\/webhooks\/.*/, '/webhooks/…'),
      fault,
    })),
  );
}
