import { openProcesses } from '../../builders/processes.js';
import { describeOneMessage } from './one-message.js';

describeOneMessage(openProcesses);
