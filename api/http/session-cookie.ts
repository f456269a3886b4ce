/** With https the `__Host-` prefix lets no neighbouring host plant or overwrite it (RFC 6265bis, 4.1.3.2). */
const secureName = '__Host-holdfast';
const plainName = 'holdfast';

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** Scripts cannot read it, other sites cannot have it sent. */
export function sessionCookie(publicUrl: string, token: string, maxAgeSeconds: number): string {
  const name = isHttps(publicUrl) ? secureName : plainName;
  const secure = isHttps(publicUrl) ? '; Secure' : '';
  return `${name}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

export const endedSessionCookie = (publicUrl: string): string => sessionCookie(publicUrl, '', 0);

/** The token in a Cookie header. Names are tried in the order in which they can be trusted. */
export function readSessionCookie(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const pairs = header.split(';').map((pair) => pair.trim());
  for (const name of [secureName, plainName]) {
    const found = pairs.find((pair) => pair.startsWith(`${name}=`));
    if (found) return found.slice(name.length + 1) || undefined;
  }
  return undefined;
}
