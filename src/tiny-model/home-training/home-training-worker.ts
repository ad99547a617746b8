import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type HomeLesson, type HomeNews, learnText } from './learn-text.js';

/** What the thread is started with. */
export interface HomeThreadSettings {
  /** The file of compiled kernels. */
  readonly kernels: string;
  readonly lesson: HomeLesson;
}

/** Below all that answers people. */
const PRIORITY = 10;

// Elsewhere this would be the priority of the whole process: only Linux has one for each thread.
if (process.platform === 'linux') setPriority(0, PRIORITY);

const { kernels, lesson } = workerData as HomeThreadSettings;
void learnText(kernels, lesson, (news: HomeNews) => parentPort?.postMessage(news));
