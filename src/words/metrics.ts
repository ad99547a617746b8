import { defineWords } from './define-words.js';

/** What Prometheus tells of each metric of the bot's own. */
export const metricWords = defineWords({
  en: () => ({
    tokenscope_model_requests_total: 'Requests that have a model work, by how they ended: ok, or a kind of failure.',
    tokenscope_model_line_wait_seconds: 'How long requests waited in the line in front of the models.',
    tokenscope_model_first_token_seconds:
      'From sending a request to the first piece of its answer; where it does not come in pieces, to all of it.',
    tokenscope_model_request_seconds: 'From sending a request to the end of its answer.',
    tokenscope_model_tokens_total:
      'Tokens that models read and wrote, as the endpoint reports them or as they are estimated where it does not.',
    tokenscope_ready: 'Whether the bot takes interactions: 1, or 0.',
    tokenscope_draining: 'Whether the bot was told to stop: 1, or 0.',
    tokenscope_discord_connections: 'Ways to Discord of this process, by their state.',
    tokenscope_model_line_waiting: 'Requests that wait in line in front of the models.',
    tokenscope_model_requests_under_way: 'Requests that models work at.',
    tokenscope_model_circuit_open: 'Whether nothing is sent to an address of an endpoint, because it fails: 1, or 0.',
    tokenscope_model_address_requests_under_way: 'Requests to an address of an endpoint whose answers are not over.',
    tokenscope_held_runs: 'Runs in memory that the database did not take yet.',
    tokenscope_worker_tasks_waiting: 'Tasks that wait for a worker thread.',
    tokenscope_worker_tasks_running: 'Tasks that worker threads work at.',
    tokenscope_build_info: 'The version of the bot; always 1.',
    tokenscope_interactions_total: 'Interactions that ended, by command, kind and outcome.',
    tokenscope_interactions_under_way: 'Interactions that are being answered.',
    tokenscope_acknowledgement_seconds:
      'From the arrival of an interaction to its first response, for which Discord waits 3 s.',
    tokenscope_completion_seconds: 'From the arrival of an interaction to the end of its answer.',
    tokenscope_step_seconds: 'How long drawing a picture and sending a finished reply take.',
    tokenscope_errors_total: 'Errors that people were told of, by their code.',
    tokenscope_discord_answers_total: 'Answers of Discord to requests, by the class of their status.',
    tokenscope_discord_rate_limited_total: 'Answers of Discord that say the bot asks too often (429).',
    tokenscope_database_call_seconds: 'How long calls to the database take.',
    tokenscope_database_failures_total: 'Calls to the database that came to nothing, by why.',
  }),
});
