import { z } from 'zod';
import { text, wholeNumber } from './config-values.ts';

const tlsChoices = ['required', 'opportunistic', 'off'] as const;

/** The settings of what leaves the house: mail and webhooks. Without a mail server nothing leaves by mail, and each message says so. */
export const deliverySettings = {
  HOLDFAST_SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'HOLDFAST_SMTP_URL must be an address such as smtp://user:password@mail.example.com:587.',
    })
    .optional(),
  HOLDFAST_SMTP_TLS: z
    .enum(tlsChoices, { error: `HOLDFAST_SMTP_TLS must be one of ${tlsChoices.join(', ')}.` })
    .default('required'),
  HOLDFAST_MAIL_FROM: z
    .string()
    .regex(
      /^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/,
      'HOLDFAST_MAIL_FROM must be a sender such as Holdfast <holdfast@example.com>.',
    )
    .optional(),
  HOLDFAST_WEBHOOK_ALLOWED_HOSTS: text
    .default('')
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .or(z.literal('').transform((): string[] => [])),
  HOLDFAST_TASK_WATCH_SECONDS: wholeNumber('HOLDFAST_TASK_WATCH_SECONDS', 'seconds', 30),
};

const settings = z.object(deliverySettings);

/** How messages leave the house; adds to `problems` what does not fit together. */
export function readDelivery(given: z.output<typeof settings>, problems: string[]) {
  const { HOLDFAST_SMTP_URL: server, HOLDFAST_MAIL_FROM: from, HOLDFAST_SMTP_TLS: tls } = given;
  if ((server === undefined) !== (from === undefined))
    problems.push('HOLDFAST_SMTP_URL and HOLDFAST_MAIL_FROM go together; set both or neither.');
  return {
    mail: server === undefined || from === undefined ? undefined : { ...mailServer(server), from, tls },
    /** Hosts that webhooks may be posted to although they are not on the open internet. */
    webhookHosts: given.HOLDFAST_WEBHOOK_ALLOWED_HOSTS,
    taskWatchSeconds: given.HOLDFAST_TASK_WATCH_SECONDS,
  };
}

function mailServer(address: string) {
  const { protocol, hostname, port, username, password } = new URL(address);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}
