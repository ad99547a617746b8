import { readRequestBody } from '../rest/request-body.js';
import type { World } from '../state/world.js';
import { type EndpointAnswer, isNobodyThere, postInteraction } from './post-interaction.js';
import type { InteractionRecord } from './record.js';
import { respond } from './respond.js';

/**
 * Sends interactions to the endpoint, where one is set, as Discord does: a response in the answer is taken, 202 leaves it
 * to the API, and with anything else the application did not respond.
 */
export function deliverOverHTTP(world: World): void {
  world.events.on('interaction-created', (record) => {
    if (world.endpoint.isSet(record.payload.guild_id)) void deliver(world, record);
  });
}

async function deliver(world: World, record: InteractionRecord): Promise<void> {
  try {
    const answer = await post(world, record);
    if (answer.status === 202) return;
    if (answer.status !== 200) throw new Error(`it answered ${answer.status}`);
    // What was answered over the API meanwhile is not answered again.
    if (record.first !== undefined) return;
    const sent = new Request(world.origin(), {
      method: 'POST',
      headers: { 'Content-Type': answer.type },
      body: Buffer.from(answer.body),
    });
    const { body, files } = await readRequestBody(sent);
    respond(world, record, body, files);
  } catch (error) {
    world.log(`playground: the interactions endpoint did not respond: ${String(error)}`);
    world.interactions.fail(record);
  }
}

/** Posts it to the address whose turn it is, and where nobody is there, to the next one. */
async function post(world: World, record: InteractionRecord): Promise<EndpointAnswer> {
  const body = JSON.stringify(record.payload);
  let last: unknown;
  for (const address of world.endpoint.next(record.payload.guild_id)) {
    const headers = world.endpoint.sign(body, world.now());
    const left = Math.max(1, world.firstResponseMs - (world.now() - record.createdAt));
    try {
      return await postInteraction(address, body, headers, left);
    } catch (error) {
      if (!isNobodyThere(error)) throw error;
      last = error;
    }
  }
  throw last;
}
