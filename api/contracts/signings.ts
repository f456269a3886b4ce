import { z } from 'zod';
import type { RuleCode } from '#domain/rule-codes.ts';
import { mostSubjects, signatureMeanings, signingMethods } from '#domain/signatures.ts';
import type { Contract } from './contract.ts';
import { proofRefusals, secondFactorCode } from './second-factor.ts';

/** What a deciding body carries. */
export const signingId = z.uuid().describe('As POST /v1/signings answered it to you');

const subject = { kind: z.string().regex(/^[a-z_]{1,40}$/), id: z.string().trim().min(1).max(80) };
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('Of what you were shown: SHA-256 over its canonical JSON, hexadecimal');

/** What the details of a case answer: what to send as the subject of a signing, and what it may mean. */
export const toSign = z.object({ ...subject, hash, meanings: z.array(z.enum(signatureMeanings)) });

/** A signature as it is shown wherever what was signed is shown (21 CFR 11.50). */
export const signature = z.object({
  signatureId: z.uuid(),
  printedName: z.string(),
  at: z.iso.datetime(),
  timeZone: z.string().describe("Of the record's site; UTC where it has none"),
  meaning: z.enum(signatureMeanings),
});

/** The same with what was stated under it. */
export const signatureUnder = signature.extend({
  method: z.enum(signingMethods),
  shownHash: z.string(),
  statement: z.unknown().describe('What was decided under it'),
});

/** What every call that takes a signature may refuse for it. */
export const signatureRefusals = [
  'signature.required',
  'signature.unknown',
  'signature.session-ended',
  'signature.other-subject',
  'signature.already-used',
  'signature.expired',
  'signature.meaning-wrong',
  'signature.shown-changed',
] as const satisfies readonly RuleCode[];

export const beginSigningContract = {
  operationId: 'beginSigning',
  tag: 'Signatures',
  summary: 'Prove that it is you, for records you are about to decide about',
  description:
    'Answers a `signingId` that counts for five minutes, in this session, once for each record, and only while the record is what you read. Send it with the decision. Where your account has a second factor it takes its code too. What is wrong counts towards the lock of your account.',
  method: 'post',
  path: '/signings',
  right: 'signed-in',
  body: z
    .strictObject({
      password: z.string().min(1).max(1_000).optional(),
      code: secondFactorCode.optional(),
      meaning: z.enum(signatureMeanings).describe('What your signature says (21 CFR 11.50)'),
      subjects: z
        .array(z.strictObject({ ...subject, shownHash: hash }))
        .min(1)
        .max(mostSubjects),
    })
    .refine(({ subjects }) => new Set(subjects.map(({ kind, id }) => `${kind} ${id}`)).size === subjects.length, {
      path: ['subjects'],
      error: 'Each record once',
    }),
  response: z.object({
    signingId: z.uuid(),
    meaning: z.enum(signatureMeanings),
    expiresAt: z.iso.datetime(),
  }),
  status: 201,
  refusals: [...proofRefusals, 'signature.person-required', 'signature.proof-missing'],
  example: {
    body: {
      password: 'correct horse battery staple',
      meaning: 'approval',
      subjects: [
        {
          kind: 'quarantine_review',
          id: '019e2f2c-3c5a-7d70-8f6e-0f5a1c2b3d4e',
          shownHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        },
      ],
    },
  },
} as const satisfies Contract;
