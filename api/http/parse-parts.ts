import { z } from 'zod';
import type { Contract } from '#api/contracts/contract.ts';
import type { RuleViolation } from '#domain/result.ts';
import { escapePointer, findUnsound } from './json-body.ts';

export type Sent = { params: unknown; query: unknown; body: unknown };
export type Parts = { params: unknown; query: unknown; body: unknown };
export type PartsParser = (sent: Sent) => { parts: Parts; problems: RuleViolation[] };

/** Makes the parser of a contract: every problem of path, query and body at once, and no field it does not name. */
export function createPartsParser({ params, query, body }: Contract): PartsParser {
  const schemas = { params: strict(params), query: strict(query), body: strict(body) };
  return (sent) => {
    const problems: RuleViolation[] = [];
    const parse = (part: keyof Parts, schema: z.ZodType | undefined, at: string): unknown => {
      if (schema === undefined) return refuseAny(sent[part], at, problems);
      const unsound = part === 'body' ? undefined : findUnsound(sent[part]);
      if (unsound) problems.push({ ...unsound, pointer: `${at}${unsound.pointer}` });
      const parsed = schema.safeParse(sent[part] ?? {});
      if (!parsed.success) problems.push(...parsed.error.issues.flatMap((issue) => toProblems(issue, at)));
      return parsed.data;
    };
    const parts = {
      params: parse('params', schemas.params, '/path'),
      query: parse('query', schemas.query, '/query'),
      body: parse('body', schemas.body, ''),
    };
    return { parts, problems };
  };
}

/** What a contract leaves out may not be sent either: a misspelt filter must not look like an answered one. */
const strict = <Schema extends z.ZodType | undefined>(schema: Schema): Schema | z.ZodObject => {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema;
};

const nothing = z.strictObject({});

function refuseAny(sent: unknown, at: string, problems: RuleViolation[]): object {
  if (sent === undefined || isEmptyObject(sent)) return empty;
  const parsed = nothing.safeParse(sent);
  if (!parsed.success) problems.push(...parsed.error.issues.flatMap((issue) => toProblems(issue, at)));
  return empty;
}

const empty = {};

/** Without making a list of its keys: this is asked of every request. */
function isEmptyObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const _key in value) return false;
  return true;
}

function toProblems(issue: z.core.$ZodIssue, at: string): RuleViolation[] {
  const pointer = `${at}${issue.path.map((step) => `/${escapePointer(String(step))}`).join('')}`;
  const problem = (message: string, place = pointer): RuleViolation => ({
    code: 'request.malformed',
    message,
    pointer: place,
  });
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem('There is no such field here', `${pointer}/${escapePointer(key)}`));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [problem('This is required')];
  return [problem(issue.message)];
}
