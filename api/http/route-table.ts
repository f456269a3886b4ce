import type { Contract } from '#api/contracts/contract.ts';

export type Params = Record<string, string>;

export type Match<Served> =
  | { found: 'route'; served: Served; params: Params }
  | { found: 'path'; methods: string[] }
  | { found: 'nothing' };

type Entry<Served> = { segments: string[]; byMethod: Map<string, Served> };

const noParams: Params = {};

/** Finds what serves a path: whole literals in one look, templates among those of the same length, literals first. */
export class RouteTable<Served> {
  readonly #literal = new Map<string, Entry<Served>>();
  readonly #templates = new Map<number, Entry<Served>[]>();

  add({ method, path }: Pick<Contract, 'method' | 'path'>, served: Served): void {
    this.#entryOf(path).byMethod.set(method.toUpperCase(), served);
  }

  /** Throws a URIError where a percent sign encodes nothing. */
  find(method: string, path: string): Match<Served> {
    const literal = this.#literal.get(path);
    if (literal) return pick(literal, method, noParams);
    const segments = path.split('/').slice(1);
    for (const entry of this.#templates.get(segments.length) ?? []) {
      const params = paramsOf(entry.segments, segments);
      if (params) return pick(entry, method, params);
    }
    return { found: 'nothing' };
  }

  #entryOf(path: string): Entry<Served> {
    const segments = path.split('/').slice(1);
    const isTemplate = path.includes('/:');
    const known = isTemplate ? (this.#templates.get(segments.length) ?? []) : [];
    const found = isTemplate
      ? known.find((entry) => shapeOf(entry.segments) === shapeOf(segments))
      : this.#literal.get(path);
    if (found) return found;
    const entry = { segments, byMethod: new Map<string, Served>() };
    if (!isTemplate) this.#literal.set(path, entry);
    // Templates with fewer parameters first: /reviews/:id/decision before /reviews/:id/:step.
    else
      this.#templates.set(
        segments.length,
        [...known, entry].sort((a, b) => paramCount(a) - paramCount(b)),
      );
    return entry;
  }
}

const isParam = (segment: string): boolean => segment.startsWith(':');
const paramCount = ({ segments }: { segments: string[] }): number => segments.filter(isParam).length;
const shapeOf = (segments: string[]): string => segments.map((segment) => (isParam(segment) ? ':' : segment)).join('/');

function pick<Served>({ byMethod }: Entry<Served>, method: string, params: Params): Match<Served> {
  const served = byMethod.get(method) ?? (method === 'HEAD' ? byMethod.get('GET') : undefined);
  if (served) return { found: 'route', served, params };
  return { found: 'path', methods: [...byMethod.keys(), ...(byMethod.has('GET') ? ['HEAD'] : []), 'OPTIONS'] };
}

function paramsOf(template: string[], segments: string[]): Params | undefined {
  if (!template.every((part, index) => isParam(part) || part === segments[index])) return undefined;
  return Object.fromEntries(
    template.flatMap((part, index) =>
      isParam(part) ? [[part.slice(1), decodeURIComponent(segments[index] ?? '')] as const] : [],
    ),
  );
}
