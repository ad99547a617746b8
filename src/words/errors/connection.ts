import { defineWords } from '../define-words.js';
import { type SettingNames, USUAL_SETTINGS } from '../setting-names.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
  /** What to set, where it is not the first endpoint of the environment. */
  readonly settings?: SettingNames | undefined;
}

interface AfterSeconds extends AtEndpoint {
  readonly seconds: number;
}

interface SentOn extends AtEndpoint {
  /** Where to, without credentials. */
  readonly host: string;
}

interface OfAddresses extends AtEndpoint {
  /** How many the endpoint has. */
  readonly addresses: number;
  /** The last failure, which says what to do about it. */
  readonly why: string;
}

interface Resting extends AtEndpoint {
  /** How many the endpoint has, where it has several and all of them fail. */
  readonly addresses?: number | undefined;
  /** How often in a row it failed. */
  readonly failures: number;
  /** The last failure, which says what to do about it. */
  readonly why: string;
  /** Until it is tried again; undefined while it is. */
  readonly seconds?: number | undefined;
  /** When that is, as whoever shows the sentence writes it. */
  readonly ends?: string | undefined;
}

/** What people are told when the model server is not reached, or the way to it breaks. */
export const connectionErrors = defineWords({
  en: ({ count, duration }) => ({
    'endpoint-rests': ({ endpoint, addresses, failures, why, seconds, ends }: Resting) => {
      const start =
        addresses === undefined
          ? `${startSentence(endpoint)} has failed ${count(failures)} times in a row, so nothing is sent to it for now.`
          : `None of the ${count(addresses)} addresses of ${endpoint} answers, so nothing is sent to it for now.`;
      const then =
        seconds === undefined
          ? 'It is being tried at this moment: ask again in a few seconds.'
          : `It is tried again ${ends ?? `in ${duration(seconds)}`}.`;
      return `${start} ${then} The last failure: ${why}`;
    },
    'no-address-answers': ({ endpoint, addresses, why }: OfAddresses) =>
      `None of the ${count(addresses)} addresses of ${endpoint} answers. The last failure: ${why}`,
    'base-url-invalid': () =>
      'OPENAI_BASE_URL is not an http or https address. Write it like http://localhost:8000/v1.',
    'tls-not-spoken': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} does not speak TLS. Write http:// instead of https:// in ${settings.baseURL}, if the server is yours.`,
    'certificate-expired': ({ endpoint }: AtEndpoint) =>
      `The TLS certificate of ${endpoint} has expired. Renew it, or connect another endpoint.`,
    'certificate-not-trusted': ({ endpoint }: AtEndpoint) =>
      `The TLS certificate of ${endpoint} is not trusted. If the server is yours, name its certificate in NODE_EXTRA_CA_CERTS.`,
    'nothing-answers': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `Nothing answers at ${endpoint}. Start the model server, or correct ${settings.baseURL}.`,
    'host-not-found': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `The host of ${endpoint} cannot be found. Check ${settings.baseURL} and the network.`,
    'connection-timed-out': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} does not answer. Check that the server runs and can be reached.`,
    'connection-closed-early': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} closed the connection before its answer was complete. Try again; if it stays so, look at the server’s log.`,
    'headers-too-long': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} sent longer headers than can be read. Check ${settings.baseURL}, or connect another endpoint.`,
    'answer-not-unpacked': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} sent an answer that cannot be unpacked. Try again; if it stays so, look at the server’s log.`,
    'http-not-spoken': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} does not speak HTTP. Check ${settings.baseURL}.`,
    'model-unreachable': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} cannot be reached. Check ${settings.baseURL} and the network.`,
    'redirected-without-end': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} sends requests on from one of its addresses to the next without end. Check ${settings.baseURL}.`,
    'redirected-to-no-address': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} sends requests on to what is no web address. Check ${settings.baseURL}.`,
    'redirected-to-https': ({ endpoint, settings = USUAL_SETTINGS, host }: SentOn) =>
      `${startSentence(endpoint)} sends requests on to ${host} over https, and nothing was sent there. Write https:// in ${settings.baseURL}.`,
    'redirected-elsewhere': ({ endpoint, settings = USUAL_SETTINGS, host }: SentOn) =>
      `${startSentence(endpoint)} sends requests on to another server, ${host}, and nothing was sent there. If you trust that server, put its address in ${settings.baseURL}.`,
    'answer-not-begun': ({ endpoint, seconds }: AfterSeconds) =>
      `${startSentence(endpoint)} did not begin to answer within ${duration(seconds)}. It may be loading or busy; try again.`,
    'answer-stalled': ({ endpoint, seconds }: AfterSeconds) =>
      `${startSentence(endpoint)} stopped in the middle of its answer for ${duration(seconds)}. Try again.`,
    'answer-without-content': ({ endpoint, seconds }: AfterSeconds) =>
      `${startSentence(endpoint)} keeps the connection open and has sent no part of an answer for ${duration(seconds)}. Try again.`,
    'answer-not-finished': ({ endpoint, seconds }: AfterSeconds) =>
      `${startSentence(endpoint)} did not finish its answer within ${duration(seconds)}. Ask for less, or choose a faster model.`,
    cancelled: () => 'The request was cancelled.',
    'model-closed': () => 'The bot is shutting down. Ask again in a moment.',
    'tiny-model-broke-off': () => 'The embedded tiny model broke off. Try again in a few seconds.',
    'tiny-model-restarts': () => 'The embedded tiny model is being started again. Try again in a few seconds.',
    'tiny-model-stopped': () =>
      'The embedded tiny model has stopped for good. Tell whoever runs this bot to look into its log and to start it again.',
  }),
});
