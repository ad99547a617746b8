import { networkInterfaces } from 'node:os';
import type { PlaygroundOptions } from '../../src/playground/open-playground.js';
import type { ServerFrame } from '../../src/playground/page/server-frames.js';
import { arriveAt, type Visitor } from '../playground-page/visitor.js';
import { type Classroom, openClassroom } from './class.js';

/** An address of this machine that is not the loopback one, so that whoever comes from it comes from the network. */
export const NETWORK_ADDRESS =
  Object.values(networkInterfaces())
    .flatMap((infos) => infos ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.2';

type Frame<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

/** A class on the network, with a bot that answers as a test says. */
export interface NetworkClass extends Classroom {
  /** The page's address as phones have it. */
  readonly origin: string;
  readonly code: string;
  readonly key: string;
  /** The id of the channel that the class shares. */
  readonly sharedId: string;
  /** A browser that has said hello, whatever came of it. */
  arrive(hello?: object, cookie?: string): Promise<Visitor & { readonly cookie: string }>;
  /** The teacher, who is in. */
  teacher(): Promise<Visitor & { readonly cookie: string }>;
  /** A student, who is in. */
  student(name: string): Promise<Student>;
}

export interface Student extends Visitor {
  readonly cookie: string;
  readonly welcome: Frame<'welcome'>;
}

export async function openNetworkClass(options: PlaygroundOptions = {}): Promise<NetworkClass> {
  const room = await openClassroom({ class: { addresses: () => [NETWORK_ADDRESS] }, ...options });
  const { playground } = room;
  const origin = `http://${NETWORK_ADDRESS}:${playground.port}`;
  const code = playground.classroom?.code ?? '';
  const key = playground.classroom?.key ?? '';
  const arrive: NetworkClass['arrive'] = (hello = {}, known) => arriveAt(origin, hello, known);
  return {
    ...room,
    origin,
    code,
    key,
    sharedId: playground.channels.find(({ name }) => name === 'class')?.id ?? '',
    arrive,
    async teacher() {
      const teacher = await arrive({ key });
      await teacher.next('welcome');
      return teacher;
    },
    async student(name) {
      const student = await arrive();
      await student.next('knock');
      const joined = await student.ask({ type: 'join', code, name });
      if (!joined.ok) throw new Error(joined.message);
      return { ...student, welcome: await student.next('welcome') };
    },
  };
}
