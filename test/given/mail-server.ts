import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailSettings } from '#activities/mail-outlet.ts';

export type TakenMail = { to: string; secure: boolean; source: string };

/** What the server answers to a recipient, by address: SMTP codes, one for each try, the last for ever; nothing is 250. */
export type Answers = Record<string, readonly number[]>;

export type GivenMailServer = {
  settings: MailSettings;
  taken: TakenMail[];
  tries: string[];
  stop(): Promise<void>;
};

/** A mail server on this machine. It takes everything, or answers as it is told. */
export async function givenMailServer(
  answers: Answers = {},
  options: SMTPServerOptions = { disabledCommands: ['STARTTLS'], authOptional: true },
): Promise<GivenMailServer> {
  const taken: TakenMail[] = [];
  const tries: string[] = [];
  const server = new SMTPServer({
    ...options,
    onRcptTo: ({ address }, _session, done) => {
      tries.push(address);
      const codes = answers[address] ?? [];
      const code = codes[Math.min(tries.filter((one) => one === address).length, codes.length) - 1] ?? 250;
      if (code === 250) return done();
      done(
        Object.assign(new Error(code < 500 ? 'Greylisted, try again later' : 'No such user here'), {
          responseCode: code,
        }),
      );
    },
    onData: async (stream, session, done) => {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(part as Buffer);
      const source = Buffer.concat(parts).toString('utf8');
      for (const { address } of session.envelope.rcptTo) taken.push({ to: address, secure: session.secure, source });
      done();
    },
  });
  server.on('error', () => {}); // a client that hangs up in the middle is the client's to tell
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo; // it listens on a port
  return {
    settings: { host: '127.0.0.1', port, secure: false, from: 'Holdfast <holdfast@fern.example>', tls: 'off' },
    taken,
    tries,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A header of a mail as it came, unfolded. */
export const headerOf = ({ source }: TakenMail, name: string): string | undefined =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im')
    .exec(source.split(/\r?\n\r?\n/)[0] ?? '')?.[1]
    ?.replaceAll(/\r?\n[ \t]+/g, ' ');
