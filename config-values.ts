import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const port = (name: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, `${name} must be a port number from 1 to 65535; set it to a free one, such as 4680.`)
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535, `${name} must lie between 1 and 65535; set it to a free port.`);

export const wholeNumber = (name: string, unit: string, fallback: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,2}$/, `${name} must be a whole number of ${unit} from 1 to 999; ${fallback} is a good one.`)
    .transform(Number)
    .default(fallback);

export const onOff = (name: string) =>
  z.enum(['on', 'off'], { error: `${name} must be "on" or "off".` }).transform((value) => value === 'on');

export const url = (name: string, protocol: RegExp, example: string) =>
  z.url({ protocol, error: `${name} must be an address such as ${example}.` });

export const postgresUrl = (name: string) =>
  url(name, /^postgres(ql)?$/, 'postgres://user:password@host:5432/holdfast');

export const text = z.string().min(1);

/** A file named by a setting; what it holds, so that a missing one is found at the start and not at the first connection. */
export const file = (name: string) =>
  text.transform((path, context) => {
    try {
      return readFileSync(path) as Uint8Array; // a Buffer is one; the SDK's types ask for no more
    } catch {
      context.addIssue(`${name} names the file ${path}, which cannot be read; correct the path or its permissions.`);
      return z.NEVER;
    }
  });
