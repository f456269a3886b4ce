import nodemailer from 'nodemailer';
import type { DeliveryOutcome } from '#domain/delivery-retry.ts';
import type { Rendered } from '#domain/notification-templates.ts';

/** Where mail is handed over. `tls`: required, refused to send without; opportunistic, if offered; off, a server beside us. */
export type MailSettings = {
  host: string;
  port: number;
  /** TLS from the first byte (smtps). */
  secure: boolean;
  auth?: { user: string; pass: string };
  from: string;
  tls: 'required' | 'opportunistic' | 'off';
};

export type Mail = Rendered & { to: { name: string; address: string }; id: string; date: Date };

/** Together below the time that a worker gives its last step when it stops. */
const patience = { connectionTimeout: 4_000, greetingTimeout: 4_000, dnsTimeout: 4_000, socketTimeout: 8_000 };

/** Hands a mail to the server. What it answers decides: 2xx is theirs now, 4xx comes again, 5xx about this mail is final. */
export function openMailOutlet({ from, tls, ...server }: MailSettings): (mail: Mail) => Promise<DeliveryOutcome> {
  const transport = nodemailer.createTransport({
    ...server,
    ...patience,
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'off',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'holdfast.invalid';
  return async ({ id, ...mail }) => {
    try {
      await transport.sendMail({
        ...mail,
        from,
        // The same for every try, so that whoever gets it twice can tell.
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { state: 'sent' };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

type SmtpError = { code?: string; responseCode?: number; response?: string; message?: string };

function outcomeOf(error: unknown): DeliveryOutcome {
  // Nodemailer's errors carry these beside the message.
  const { code, responseCode = 0, response, message } = error as SmtpError;
  const text = response ?? message ?? String(error);
  // 5xx about the envelope or the message is about this mail. A refused login or a missing command is about our settings.
  const final = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { state: final ? 'refused' : 'deferred', error: text };
}
