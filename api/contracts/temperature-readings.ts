import { z } from 'zod';
import type { Contract } from './contract.ts';
import { causedHold } from './inspections.ts';
import { code, instant, page, paging } from './shared.ts';

export const recordTemperatureReadingsContract = {
  operationId: 'recordTemperatureReadings',
  tag: 'Temperature readings',
  summary: 'Record readings of sensors, in any order and however late',
  description:
    'Lots that stood there for longer outside their range than policy allows are held at once. A reading sent twice is told as a duplicate. All readings or none.',
  method: 'post',
  path: '/temperature-readings',
  right: 'temperature.record',
  body: z.strictObject({
    readings: z
      .array(
        z.strictObject({
          site: code,
          location: code,
          sensor: code,
          celsius: z.string().trim().min(1).max(10).describe('Degrees Celsius with at most two decimals'),
          minutesOutside: z.string().trim().min(1).max(12).optional().describe("The gateway's own count up to here"),
          happenedAt: instant,
        }),
      )
      .min(1)
      .max(1_000),
  }),
  response: z.object({
    recorded: z.int(),
    readings: z
      .array(z.object({ id: z.uuid(), outcome: z.enum(['recorded', 'duplicate', 'conflicting']) }))
      .describe('In the order sent. `conflicting`: known with another value; the first stays'),
    holds: z.array(causedHold),
  }),
  status: 201,
  refusals: [
    'readings.refused',
    'site.unknown',
    'location.unknown',
    'temperature.malformed',
    'date.malformed',
    'request.happened-in-future',
    'request.happened-too-long-ago',
  ],
  example: {
    body: {
      readings: [
        {
          site: 'EWR',
          location: 'C-02',
          sensor: 'EWR-C-02-T1',
          celsius: '7.1',
          minutesOutside: '95',
          happenedAt: '2026-09-18T08:40:00Z',
        },
      ],
    },
  },
} as const satisfies Contract;

export const listTemperatureReadingsContract = {
  operationId: 'listTemperatureReadings',
  tag: 'Temperature readings',
  summary: 'List readings, the latest first',
  method: 'get',
  path: '/temperature-readings',
  right: 'lot.read',
  query: z.strictObject({
    ...paging,
    site: code.optional(),
    location: code.optional().describe('A location of the site named'),
    sensor: code.optional(),
    from: instant.optional().describe('Taken at this instant or later'),
    until: instant.optional().describe('Taken before this instant'),
  }),
  response: page(
    z.object({
      readingId: z.uuid(),
      site: z.string(),
      timeZone: z.string(),
      location: z.string(),
      sensor: z.string(),
      celsius: z.string(),
      minutesOutside: z.string().nullable(),
      rangeMin: z.string().nullable().describe('What the location promises'),
      rangeMax: z.string().nullable(),
      happenedAt: z.iso.datetime(),
      recordedAt: z.iso.datetime(),
    }),
  ),
  status: 200,
  refusals: ['site.unknown', 'location.unknown'],
  example: { query: { site: 'EWR', location: 'C-02' } },
} as const satisfies Contract;
