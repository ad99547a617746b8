import type { APIMessage } from 'discord-api-types/v10';
import { expect, onTestFinished } from 'vitest';
import type { Playground } from '../../src/playground/open-playground.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import type { Person } from '../../src/playground/people/person.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, readText } from './harness.js';

/** Something that somebody asked for, and where its answer is. */
export interface Asked {
  readonly kind: 'streams' | 'waits' | 'draws' | 'said' | 'changes' | 'private' | 'opens';
  readonly person: Person;
  readonly id: string;
  /** Undefined for a message. */
  readonly invocation: Invocation | undefined;
  /** Where its answer is to be read; undefined while there is none. */
  answer(): APIMessage | undefined;
}

export interface HangingEndpoint {
  readonly stub: EndpointStub;
  /** Lets what hangs, and all that comes, end. */
  finish(): void;
}

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

/** An endpoint that begins to answer and goes no further, and begins nothing where it is asked to wait. */
export async function openHangingEndpoint(): Promise<HangingEndpoint> {
  let isFinished = false;
  const ends: (() => void)[] = [];
  const stub = await openEndpointStub(({ path, body }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
    if (!path.endsWith('/chat/completions')) return undefined;
    return (response) => {
      const waits = JSON.stringify(body.messages).includes('wait');
      const begin = () => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(chunk('It begins'));
      };
      const end = () => void response.end(`${chunk(' and ends.', 'stop')}data: [DONE]\n\n`);
      if (!waits || isFinished) begin();
      if (isFinished) return end();
      ends.push(() => {
        if (waits) begin();
        end();
      });
    };
  });
  onTestFinished(() => stub.close());
  return {
    stub,
    finish() {
      isFinished = true;
      for (const end of ends) end();
    },
  };
}

/** The bot's answer to a message. */
export function answerTo(person: Person, channelId: string, id: string): APIMessage | undefined {
  return person.messages(channelId).find((one) => one.message_reference?.message_id === id);
}

/**
 * People ask for four things each: a reply that streams, one that waits for its model, a picture, and a press or a
 * message. Returns when each has been acknowledged, and some of the long ones have begun.
 *
 * @param cards a finished reply of each person, for the presses
 */
export async function askForMixed(playground: Playground, people: readonly Person[], cards: readonly APIMessage[]) {
  const general = playground.channels[0]?.id ?? '';
  const long: Asked[] = people.flatMap((person, at) => [
    slash('streams', person, 'ask', { question: `stream ${at}` }),
    slash('waits', person, 'ask', { question: `wait ${at}` }),
    ...(at % 4 === 3 ? [said(playground, person, general, at)] : []),
  ]);
  // Those that wait in front of the model for others have not begun.
  await expect.poll(() => long.filter(hasBegun).length, { timeout: 60_000 }).toBeGreaterThan(5);
  await firstResponses(long);
  await expect.poll(() => long.filter(({ answer }) => answer() === undefined), { timeout: 60_000 }).toEqual([]);
  const short: Asked[] = people.flatMap((person, at) => {
    const card = cards[at]?.id ?? '';
    const presses = [
      () => pressed('changes', person, card, 'Show bytes', () => person.message(card)),
      () => pressed('private', person, card, 'Explain'),
      () => pressed('opens', person, card, 'Compare encodings'),
    ];
    return [
      slash('draws', person, 'tokenize', { text: `one word and number ${at} in a text of its own` }),
      ...(presses[at % 4] ? [(presses[at % 4] as () => Asked)()] : []),
    ];
  });
  await firstResponses(short);
  return [...long, ...short];
}

/** Whether the first words of the model stand in an answer. */
export const hasBegun = ({ answer }: Asked): boolean => readOf(answer()).includes('It begins');

export const readOf = (message: APIMessage | undefined) => (message === undefined ? '' : readText(message));

export const isBrokenOff = (message: APIMessage | undefined): boolean =>
  message !== undefined && 'Run again' in buttonsOf(message) && readText(message).includes('Tokenscope was stopped');

async function firstResponses(asked: readonly Asked[]): Promise<void> {
  await Promise.all(asked.map(({ invocation }) => invocation?.first()));
}

function slash(kind: Asked['kind'], person: Person, command: string, options: Record<string, string>): Asked {
  const invocation = person.slash(command, options);
  return { kind, person, id: invocation.id, invocation, answer: () => invocation.original() };
}

function said(playground: Playground, person: Person, channelId: string, at: number): Asked {
  const { id } = person.say(channelId, `<@${playground.bot.id}> stream ${at}`);
  return { kind: 'said', person, id, invocation: undefined, answer: () => answerTo(person, channelId, id) };
}

function pressed(
  kind: Asked['kind'],
  person: Person,
  card: string,
  label: string,
  answer?: () => APIMessage | undefined,
): Asked {
  const invocation = person.press(card, label);
  return {
    kind,
    person,
    id: invocation.id,
    invocation,
    answer: answer ?? (() => invocation.original() ?? invocation.followups()[0]),
  };
}
