import { elapsed } from './progress.ts';

export type Greeting = {
  url: string;
  story: boolean;
  adminUsername: string;
  signInPassword: string;
  temporalUi?: string | undefined;
  home: string;
  tookMs: number;
};

/** What a newcomer sees when everything runs: where, as whom, and what to do first. */
export function greet({ url, story, adminUsername, signInPassword, temporalUi, home, tookMs }: Greeting): string {
  const signIn = (username: string) =>
    `curl -s ${url}/v1/sessions -H 'content-type: application/json' -H 'idempotency-key: '$(date +%s) -d '{"username":"${username}","password":"${signInPassword}"}'`;
  const logins = story
    ? [
        'r.okafor   receives goods in Newark',
        'i.carvalho quality: reviews what is held',
        'd.whitlock quality manager: the second person',
        'admin      accounts and rights',
      ]
    : [`${adminUsername.padEnd(10)} makes the accounts of everybody else`];
  return [
    '',
    `Holdfast runs at ${url} (ready in ${elapsed(tookMs)})`,
    '',
    `  Sign in, all with the password ${signInPassword}`,
    ...logins.map((line) => `    ${line}`),
    '',
    '  Try next',
    `    the API, to read and to try: ${url}/docs`,
    `    a session: ${signIn(story ? 'r.okafor' : adminUsername)}`,
    '    the tour in README.md: receive goods from a risky supplier, and let a second person decide',
    ...(temporalUi ? [`    the processes as Temporal sees them: ${temporalUi}`] : []),
    '',
    `  Data and logs: ${home}. Stop with Ctrl-C; the next start finds everything as it was.`,
    '',
  ].join('\n');
}
