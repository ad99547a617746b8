import type { MessageView } from '../../playground/page/server-frames.js';

const LOADING = 1 << 7;
const COMPONENTS_V2 = 1 << 15;
const SUPPRESS_EMBEDS = 1 << 2;

const has = ({ message }: MessageView, flag: number) => ((message.flags ?? 0) & flag) !== 0;

/** Whether the bot has deferred and not answered yet: “thinking…”. */
export const isLoading = (view: MessageView) => has(view, LOADING);

/** Whether the components are the whole message. */
export const isLayout = (view: MessageView) => has(view, COMPONENTS_V2);

export const hidesEmbeds = (view: MessageView) => has(view, SUPPRESS_EMBEDS);
