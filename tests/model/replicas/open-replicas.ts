import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ModelOptions } from '../../../src/model/model-options.js';
import { openModel } from '../../../src/model/open-model.js';
import { freePort } from '../../builders/free-port.js';

/** A request as a server got it. */
export interface Asked {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** How a server answers what is posted; well where it returns false. */
export type Serve = (asked: Asked, response: ServerResponse, request: IncomingMessage) => unknown;

/** A model server on loopback that can die and come back at the same address. */
export interface ReplicaServer {
  readonly baseURL: string;
  readonly host: string;
  readonly posted: Asked[];
  /** What it lists. */
  models: string[];
  serve: Serve;
  /** The most requests that were under way at once. */
  most(): number;
  underWay(): number;
  sockets(): number;
  /** Ends the server and all its connections, in the middle of whatever they bring. */
  die(): Promise<void>;
  comeBack(): Promise<void>;
}

/** An answer that every server of the model gives. */
export const wellAnswer = (text = ' mat') => ({
  id: 'cmpl-1',
  model: 'm',
  choices: [{ index: 0, text, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
});

/** Answers with JSON. */
export const answerJSON =
  (status: number, json: unknown, headers: Record<string, string> = {}): Serve =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));

export const refuse = (status: number, message: string, headers: Record<string, string> = {}): Serve =>
  answerJSON(status, { error: { message } }, headers);

/** Starts a server that answers well until it is told otherwise. */
export async function startReplica(name: string, serve: Serve = () => false): Promise<ReplicaServer> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  // Its own while it is dead, too.
  const port = freePort();
  let [underWay, most] = [0, 0];
  const replica: Omit<ReplicaServer, 'baseURL' | 'host'> = {
    posted: [],
    models: ['m'],
    serve,
    most: () => most,
    underWay: () => underWay,
    sockets: () => sockets.size,
    async die() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => (server === undefined ? closed(undefined) : server.close(closed)));
      server = undefined;
    },
    async comeBack() {
      const opened = createServer((request, response) => void take(request, response));
      server = opened;
      opened.on('connection', (socket) => {
        sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
      });
      await new Promise<void>((listening) => opened.listen(port, '127.0.0.1', listening));
    },
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    underWay += 1;
    most = Math.max(most, underWay);
    response.on('close', () => {
      underWay -= 1;
    });
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const path = request.url ?? '';
    if (request.method === 'GET') {
      const data = replica.models.map((id) => ({ id, object: 'model', owned_by: name }));
      return void answerJSON(200, { object: 'list', data })({ path, body: {} }, response, request);
    }
    const asked = { path, body: text === '' ? {} : JSON.parse(text) };
    replica.posted.push(asked);
    if ((await replica.serve(asked, response, request)) === false)
      answerJSON(200, wellAnswer())(asked, response, request);
  }

  await replica.comeBack();
  onTestFinished(() => replica.die());
  return Object.assign(replica, { baseURL: `http://127.0.0.1:${port}/v1`, host: `127.0.0.1:${port}` });
}

/** Opens one endpoint that has these addresses, with a clock that the test moves on. */
export function openReplicas(servers: readonly Pick<ReplicaServer, 'baseURL'>[], options: Partial<ModelOptions> = {}) {
  let time = 0;
  const [first, ...others] = servers.map(({ baseURL }) => baseURL);
  const model = openModel({
    baseURL: first ?? '',
    replicaURLs: others,
    defaultModel: 'm',
    now: () => time,
    ...options,
  });
  onTestFinished(() => model.close());
  return {
    model,
    ask: (more: { readonly signal?: AbortSignal; readonly model?: string; readonly question?: string } = {}) =>
      model.reply({ question: 'Why?', temperature: 0.7, ...more }),
    pass(seconds: number) {
      time += seconds * 1000;
    },
  };
}
