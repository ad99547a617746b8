import { refusals } from '../rules/api-error.js';
import { type CommandBody, readCommand, readCommandList } from '../rules/command-body.js';
import { FormErrors } from '../rules/form-errors.js';
import type { World } from '../state/world.js';
import { RATES } from './rate-limits.js';
import { type ApiRequest, NO_CONTENT, ok, param, type Route } from './route.js';

/** Registration of commands, global and for one guild. */
export function commandRoutes(world: World): Route[] {
  return [
    ...routesUnder(world, '/applications/:application/commands'),
    ...routesUnder(world, '/applications/:application/guilds/:guild/commands'),
  ];
}

function routesUnder(world: World, path: string): Route[] {
  const scopeOf = (request: ApiRequest): string | undefined => {
    if (param(request, 'application') !== world.applicationId) throw refusals.unknownApplication();
    const guild = request.params.guild;
    if (guild !== undefined && !world.guilds.get(guild)) throw refusals.missingAccess();
    return guild;
  };
  const base = { auth: 'bot', limit: RATES.commands } as const;
  const one = `${path}/:command`;
  return [
    { ...base, method: 'GET', path, handle: (request) => ok(world.commands.list(scopeOf(request))) },
    {
      ...base,
      method: 'POST',
      path,
      handle: (request) => {
        const scope = scopeOf(request);
        const { command, created } = world.commands.put(readOne(request.body), scope);
        return { status: created ? 201 : 200, body: command };
      },
    },
    {
      ...base,
      method: 'PUT',
      path,
      handle: (request) => {
        const scope = scopeOf(request);
        return ok(world.commands.overwrite(readCommandList(request.body), scope));
      },
    },
    {
      ...base,
      method: 'GET',
      path: one,
      handle: (request) => {
        const command = world.commands.get(param(request, 'command'), scopeOf(request));
        if (!command) throw refusals.unknownCommand();
        return ok(command);
      },
    },
    {
      ...base,
      method: 'PATCH',
      path: one,
      handle: (request) => {
        const scope = scopeOf(request);
        const before = world.commands.get(param(request, 'command'), scope);
        if (!before) throw refusals.unknownCommand();
        // What is not sent stays; the type of a command never changes.
        const merged = { ...before, ...(request.body as object | undefined), type: before.type };
        return ok(world.commands.update(before.id, readOne(merged), scope));
      },
    },
    {
      ...base,
      method: 'DELETE',
      path: one,
      handle: (request) => {
        if (!world.commands.remove(param(request, 'command'), scopeOf(request))) throw refusals.unknownCommand();
        return NO_CONTENT;
      },
    },
  ];
}

function readOne(value: unknown): CommandBody {
  const errors = new FormErrors();
  const read = readCommand(value, [], errors);
  errors.throwIfAny();
  if (read === undefined) throw refusals.invalidJson();
  return read;
}
