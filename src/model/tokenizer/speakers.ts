import type { TokenizerSpeaker } from './speaker.js';
import { llamaCpp } from './speakers/llama-cpp.js';
import { vllm } from './speakers/vllm.js';

/** Every protocol that is tried, in this order. */
export const SPEAKERS: readonly TokenizerSpeaker[] = [vllm, llamaCpp];
