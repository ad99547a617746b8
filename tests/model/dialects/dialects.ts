import type { Dialect } from './dialect.js';
import { koboldCpp } from './koboldcpp.js';
import { llamaCpp, llamaCppFailing, llamaCppSentencePiece, llamaCppWithLimit } from './llama-cpp.js';
import { lmdeploy } from './lmdeploy.js';
import { mlxLm } from './mlx-lm.js';
import { ollama } from './ollama.js';
import { openaiChat, openaiFewer, openaiLegacy, openaiReasoning } from './openai.js';
import { openVino } from './openvino.js';
import { sglang } from './sglang.js';
import { tgi } from './tgi.js';
import { byteLevel, sentencePieces } from './undecoded.js';
import { vllm, vllmChat, vllmTokenIds, vllmV0 } from './vllm.js';
import { lmStudio, openRouter } from './without-logprobs.js';

/** All emulators. */
export const dialects: readonly Dialect[] = [
  openaiChat,
  openaiFewer,
  openaiLegacy,
  openaiReasoning,
  vllm,
  vllmChat,
  vllmTokenIds,
  vllmV0,
  llamaCpp,
  llamaCppSentencePiece,
  llamaCppWithLimit,
  llamaCppFailing,
  ollama,
  sglang,
  tgi,
  lmStudio,
  openRouter,
  byteLevel,
  sentencePieces,
  lmdeploy,
  mlxLm,
  openVino,
  koboldCpp,
];
