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

/** The token in a Cookie header. By https only the name counts that no neighbouring host can plant. */
export const readSessionCookie = (publicUrl: string, header: string | undefined): string | undefined =>
  readCookie(header, isHttps(publicUrl) ? secureName : plainName);

const loginName = '-login';

/**
 * What a browser keeps while its person is at the identity provider. Lax, because it comes back from another site; not the
 * session's cookie, and worth nothing without the answer it belongs to.
 */
export function loginCookie(publicUrl: string, value: string, maxAgeSeconds: number): string {
  const secure = isHttps(publicUrl);
  const name = `${secure ? secureName : plainName}${loginName}`;
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

export const endedLoginCookie = (publicUrl: string): string => loginCookie(publicUrl, '', 0);

/** The same of a login that is under way. */
export const readLoginCookie = (publicUrl: string, header: string | undefined): string | undefined =>
  readCookie(header, `${isHttps(publicUrl) ? secureName : plainName}${loginName}`);

function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) || undefined;
}
