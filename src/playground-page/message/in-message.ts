import { createContext } from 'preact';
import type { MessageView } from '../../playground/page/server-frames.js';

/** The message that a picture is in. */
export const InMessage = createContext<MessageView | undefined>(undefined);
