/** What goes with every request that a server draws for; a caller's own settings stand in their places. */
export const neutralParameters = {
  temperature: 1,
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  top_k: -1,
  min_p: 0,
  repetition_penalty: 1,
  repeat_penalty: 1,
  samplers: ['temperature', 'top_k', 'top_p', 'min_p'],
  dynatemp_range: 0,
  mirostat: 0,
};
