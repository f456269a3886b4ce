import { problemExplanations } from '../problem-explanations.ts';
import type { JsonSchema } from './schema-of.ts';

const text = { type: 'string' };
const pointer = {
  type: 'string',
  description:
    'JSON pointer (RFC 6901) into the body; for other places /path, /query or /headers and the name, such as /query/limit.',
};

const problem = {
  type: 'object',
  description: 'RFC 9457. `type` leads to an explanation of the code with its remedy.',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: text,
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence its reader can act on.' },
    code: { type: 'string', enum: Object.keys(problemExplanations).sort() },
    pointer,
    errors: {
      type: 'array',
      description: 'The single findings, all at once.',
      items: { type: 'object', required: ['code', 'detail'], properties: { code: text, detail: text, pointer } },
    },
    requestId: { type: 'string', description: 'Also in X-Request-Id, in the logs and in the audit trail.' },
  },
};

const header = (description: string, schema: JsonSchema = text) => ({ description, schema });

/** What all operations share. */
export const components = {
  schemas: { Problem: problem },
  securitySchemes: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'The token of a session (POST /v1/sessions), or an API key.',
    },
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: 'holdfast',
      description: 'Set by signing in; `__Host-holdfast` with https. Changes count from pages of the same origin only.',
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description:
        'Your own name for this request. Sent again with the same body it does nothing and answers the same.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
      example: '019a2f3e-7c00-7000-8000-000000000000',
    },
    OnBehalfOf: {
      name: 'On-Behalf-Of',
      in: 'header',
      required: false,
      description:
        'The id of a colleague who has handed grants over to you (`GET /v1/delegations`). You act with those alone; the trail names both.',
      schema: { type: 'string', format: 'uuid' },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'The ETag of what you have read and now change.',
      schema: { type: 'string', pattern: '^"\\d+"$' },
      example: '"1"',
    },
  },
  headers: {
    RequestId: header('The id of this request, as sent or made up.'),
    ETag: header('The version of what is answered.'),
    Location: header('Where to look at it.'),
    IdempotencyReplayed: header('`true` when this is the answer an earlier request with the same key got.'),
  },
};
