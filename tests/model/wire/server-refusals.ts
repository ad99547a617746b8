/** How a server refuses parameters that it does not take: its own words, as its users report them. */
export interface ServerRefusal {
  readonly server: string;
  readonly status: number;
  /** What it does not take, one at a time; `a+b`: not together. `stream`: no answer in pieces. */
  readonly refuses: readonly string[];
  readonly body: (name: string) => unknown;
}

const openAI = (message: string, rest: Record<string, unknown> = {}) => ({
  error: { message, type: 'invalid_request_error', ...rest },
});
const local = ['top_k', 'min_p', 'repetition_penalty', 'repeat_penalty'];
const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const google = (name: string) => `Invalid JSON payload received. Unknown name "${name}": Cannot find field.`;

export const serverRefusals: readonly ServerRefusal[] = [
  {
    server: 'Gemini, in an array',
    status: 400,
    refuses: [...local, 'frequency_penalty'],
    body: (name) => [{ error: { code: 400, message: google(name), status: 'INVALID_ARGUMENT' } }],
  },
  {
    server: 'Gemini, field violations',
    status: 400,
    refuses: ['top_p', 'presence_penalty'],
    body: (name) => [
      {
        error: {
          code: 400,
          message: google(name),
          status: 'INVALID_ARGUMENT',
          details: [
            { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ description: google(name) }] },
          ],
        },
      },
    ],
  },
  {
    server: 'Gemini, logprobs',
    status: 400,
    refuses: ['logprobs'],
    body: () => [
      {
        error: { code: 400, message: 'Logprobs is not enabled for models/gemini-2.5-pro', status: 'INVALID_ARGUMENT' },
      },
    ],
  },
  {
    server: 'Vertex, behind LiteLLM',
    status: 400,
    refuses: ['logprobs'],
    body: () =>
      openAI(
        'litellm.BadRequestError: Vertex_aiException BadRequestError - {\n "error": {\n "code": 400,\n "message": "Unable to submit request because Logprobs is not supported for this model. Learn more: https://cloud.google.com/vertex-ai",\n "status": "INVALID_ARGUMENT"\n }\n}',
      ),
  },
  {
    server: 'Gemini, penalties',
    status: 400,
    refuses: ['presence_penalty', 'frequency_penalty'],
    body: () => openAI('Penalty is not enabled for this model'),
  },
  {
    server: 'LiteLLM',
    status: 400,
    refuses: ['logprobs'],
    body: () =>
      openAI(
        "litellm.UnsupportedParamsError: ollama_chat does not support parameters: ['logprobs', 'top_logprobs'], for model=llama3. To drop these, set `litellm.drop_params=True`",
        { type: 'None', param: null, code: '400' },
      ),
  },
  {
    server: 'LiteLLM with a value',
    status: 400,
    refuses: ['frequency_penalty'],
    body: () =>
      openAI(
        "litellm.UnsupportedParamsError: gemini does not support parameters: {'frequency_penalty': 0}, for model=g.",
      ),
  },
  {
    server: 'xAI',
    status: 400,
    refuses: ['presence_penalty', 'frequency_penalty'],
    body: (name) => ({
      code: 'Client specified an invalid argument',
      error: `Argument not supported on this model: ${camel(name)}`,
    }),
  },
  {
    server: 'xAI, newer',
    status: 400,
    refuses: ['presence_penalty'],
    body: (name) => ({ code: 'invalid-argument', error: `Model grok-4.6 does not support parameter ${camel(name)}.` }),
  },
  {
    server: 'DeepSeek',
    status: 400,
    refuses: ['presence_penalty', 'logprobs'],
    body: (name) =>
      openAI(`deepseek-reasoner does not support the parameter \`${name}\``, {
        param: null,
        code: 'invalid_request_error',
      }),
  },
  {
    server: 'Groq',
    status: 400,
    refuses: ['logprobs', 'top_k'],
    body: (name) => openAI(`property '${name}' is unsupported`),
  },
  {
    server: 'Groq, logprobs',
    status: 400,
    refuses: ['logprobs'],
    body: () => openAI('`logprobs` is not supported with this model'),
  },
  {
    server: 'Fireworks',
    status: 400,
    refuses: ['stream_options', 'samplers'],
    body: (name) => openAI(`Extra inputs are not permitted, field: '${name}', value: x`),
  },
  {
    server: 'Mistral',
    status: 422,
    refuses: [...local, 'logprobs'],
    body: (name) => ({
      object: 'error',
      message: {
        detail: [{ type: 'extra_forbidden', loc: ['body', name], msg: 'Extra inputs are not permitted', input: 0 }],
      },
      type: 'invalid_request_error',
      param: null,
      code: null,
    }),
  },
  {
    server: 'Mistral, as a string of JSON',
    status: 422,
    refuses: ['frequency_penalty'],
    body: (name) => ({
      object: 'error',
      message: JSON.stringify({
        detail: [{ type: 'extra_forbidden', loc: ['body', name], msg: 'Extra inputs are not permitted' }],
      }),
      type: 'internal_error_proxy',
      code: '1000',
    }),
  },
  {
    server: 'Mistral, detail and message',
    status: 422,
    refuses: ['top_k'],
    body: (name) => {
      const list = [{ type: 'extra_forbidden', loc: ['body', name], msg: 'Extra inputs are not permitted' }];
      return { object: 'Error', detail: list, message: list, type: 'invalid_request_error', code: 3001 };
    },
  },
  {
    server: 'NVIDIA NIM, problem details',
    status: 422,
    refuses: ['frequency_penalty', 'presence_penalty'],
    body: (name) => ({
      type: 'urn:inference-service:problem-details:unprocessable-entity',
      title: 'Unprocessable Entity',
      status: 422,
      detail: `body -> ${name}\n  Extra inputs are not permitted (type=extra_forbidden)`,
    }),
  },
  {
    server: 'vLLM, in Python’s spelling',
    status: 400,
    refuses: ['min_p'],
    body: (name) => ({
      object: 'error',
      message: `[{'type': 'extra_forbidden', 'loc': ('body', '${name}'), 'msg': 'Extra inputs are not permitted', 'input': True}]`,
      type: 'BadRequestError',
      param: null,
      code: 400,
    }),
  },
  {
    server: 'vLLM for Gaudi',
    status: 400,
    refuses: ['logprobs'],
    body: () =>
      openAI(
        "Gaudi doesn't support logprobs. Please remove 'logprobs'/'top_logprobs' from your request to receive a response.",
        { code: 400 },
      ),
  },
  {
    server: 'Cohere',
    status: 422,
    refuses: ['top_k', 'logprobs'],
    body: (name) => ({
      message: `unknown field: parameter '${name}' is not a valid field. For proper usage, please refer to https://docs.cohere.com/reference/chat`,
    }),
  },
  {
    server: 'Bedrock',
    status: 400,
    refuses: local,
    body: (name) => ({
      message: `Malformed input request: #: extraneous key [${name}] is not permitted, please reformat your input and try again.`,
    }),
  },
  {
    server: 'Anthropic',
    status: 400,
    refuses: ['temperature+top_p'],
    body: () => ({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
      },
    }),
  },
  {
    server: 'Anthropic, behind a gateway',
    status: 400,
    refuses: ['temperature+top_p'],
    body: () =>
      openAI(
        'litellm.BadRequestError: BedrockException - {"message":"The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model. Please use only one."}',
      ),
  },
  {
    server: 'Anthropic, a field',
    status: 400,
    refuses: ['frequency_penalty'],
    body: (name) => ({
      type: 'error',
      error: { type: 'invalid_request_error', message: `${name}: Extra inputs are not permitted` },
    }),
  },
  {
    server: 'OpenRouter, the cause inside',
    status: 400,
    refuses: ['logprobs'],
    body: () => ({
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: JSON.stringify(openAI('logprobs are not supported with this model', { param: 'logprobs' })),
          provider_name: 'OpenAI',
        },
      },
    }),
  },
  {
    server: 'OpenRouter, with a failure’s status',
    status: 502,
    refuses: ['frequency_penalty'],
    body: (name) => ({
      error: {
        message: 'Provider returned error',
        code: 502,
        metadata: { raw: { error: { message: `Unknown parameter: '${name}'.`, code: 400 } }, provider_name: 'Acme' },
      },
    }),
  },
  {
    server: 'OpenRouter, inside a success',
    status: 200,
    refuses: ['logprobs'],
    body: () => ({
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: { raw: '{"detail":"logprobs not supported"}' },
      },
    }),
  },
  {
    server: 'OpenAI, reasoning',
    status: 400,
    refuses: ['top_p', 'presence_penalty', 'logprobs'],
    body: (name) =>
      openAI(`Unsupported parameter: '${name}' is not supported with this model.`, {
        param: name,
        code: 'unsupported_parameter',
      }),
  },
  {
    server: 'OpenAI, unverified',
    status: 400,
    refuses: ['stream'],
    body: () =>
      openAI('Your organization must be verified to stream this model.', {
        param: 'stream',
        code: 'unsupported_value',
      }),
  },
  {
    server: 'OpenAI, o1',
    status: 400,
    refuses: ['stream'],
    body: () =>
      openAI(
        "Unsupported value: 'stream' does not support true with this model. Only the default (false) value is supported.",
        { param: 'stream', code: 'unsupported_value' },
      ),
  },
  {
    server: 'Camelid',
    status: 400,
    refuses: ['logprobs+stream'],
    body: () => openAI('logprobs is not supported together with stream=true', { param: 'logprobs' }),
  },
  {
    server: 'llama.cpp, some builds',
    status: 400,
    refuses: ['logprobs+stream'],
    body: () => ({
      error: { code: 400, message: 'logprobs are not implemented for streaming', type: 'invalid_request_error' },
    }),
  },
  {
    server: 'Azure, no more than five',
    status: 400,
    refuses: ['top_logprobs>5'],
    body: () => openAI("Invalid value for 'top_logprobs': must be less than or equal to 5.", { param: 'top_logprobs' }),
  },
  {
    server: 'Together, no more than one',
    status: 400,
    refuses: ['top_logprobs>1'],
    body: () => openAI("5 is greater than the maximum of 1 - 'logprobs'", { param: 'logprobs', code: null }),
  },
  {
    server: 'DeepSeek, a range',
    status: 400,
    refuses: ['max_tokens>8192'],
    body: () => openAI('Invalid max_tokens value, the valid range of max_tokens is [1, 8192]'),
  },
  {
    server: 'Cloudflare',
    status: 400,
    refuses: ['frequency_penalty'],
    body: (name) => ({
      success: false,
      errors: [{ code: 5006, message: `AiError: Bad input: Error: unknown property '${name}'` }],
      messages: [],
      result: null,
    }),
  },
  {
    server: 'ASP.NET',
    status: 400,
    refuses: ['presence_penalty', 'top_k'],
    body: (name) => ({
      title: 'One or more validation errors occurred.',
      status: 400,
      errors: { [name]: ['The field is not permitted.'] },
    }),
  },
  {
    server: 'Hugging Face TGI',
    status: 422,
    refuses: ['top_p'],
    body: () => ({ error: 'Input validation error: `top_p` must be > 0.0 and < 1.0', error_type: 'validation' }),
  },
  { server: 'plain text', status: 400, refuses: ['min_p'], body: (name) => `unexpected field ${name}` },
  {
    server: 'a string of JSON',
    status: 400,
    refuses: ['min_p'],
    body: (name) => JSON.stringify(`unknown argument: ${name}`),
  },
  {
    server: 'words that name nothing',
    status: 400,
    refuses: local,
    body: () => openAI('Upstream error: 400', { param: '' }),
  },
  { server: 'no words at all', status: 422, refuses: ['presence_penalty', 'min_p'], body: () => '' },
  { server: 'a web page', status: 400, refuses: ['logprobs'], body: () => '<html><h1>400 Bad Request</h1></html>' },
];
