import { publicUrl } from './api.ts';

type Cookie = { value: string; strict: boolean };
export type Page = { url: string; status: number; headers: Headers; text: string };

/**
 * What of a browser signing in depends on: cookies by origin, redirects, pages that lead on, and that a strict cookie stays
 * away while the way here began on another site.
 */
export type Browser = {
  visit(url: string): Promise<Page>;
  /** One step, without going on. */
  step(url: string, fromElsewhere?: boolean): Promise<Page>;
  /** Sends the form on a page, with fields added, and goes on from there. */
  submit(page: Page, fields?: Record<string, string>): Promise<Page>;
  cookieOf(origin: string): string;
};

export function givenBrowser(apiUrl: string): Browser {
  const jars = new Map<string, Map<string, Cookie>>();
  const jarOf = (url: string) => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, Cookie>();
    jars.set(origin, jar);
    return jar;
  };
  const cookies = (url: string, fromElsewhere: boolean) =>
    [...jarOf(url)]
      .filter(([, { strict }]) => !(strict && fromElsewhere))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');

  async function step(url: string, fromElsewhere = false, body?: URLSearchParams): Promise<Page> {
    const response = await fetch(url.replace(publicUrl, apiUrl), {
      redirect: 'manual',
      headers: { Accept: 'text/html', Cookie: cookies(url, fromElsewhere) },
      ...(body && { method: 'POST', body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jarOf(url).delete(name);
      else jarOf(url).set(name, { value, strict: /samesite=strict/i.test(line) });
    }
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }

  async function goOn(from: Page): Promise<Page> {
    const began = new URL(from.url).origin;
    let elsewhere = false;
    let page = from;
    for (let hops = 0; hops < 20; hops++) {
      const location = page.headers.get('location');
      const ledTo = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&');
      const submitsItself = page.text.includes('document.forms[0].submit()');
      const next = location ?? ledTo;
      if (!next && !submitsItself) return page;
      const url = next ? new URL(next, page.url).href : page.url;
      // A page that leads on is where the way begins anew.
      elsewhere = location !== null && (elsewhere || new URL(url).origin !== began);
      page = next ? await step(url, elsewhere) : await send(page, {});
    }
    throw new Error(`Going in circles at ${page.url}`);
  }

  function send({ url, text }: Page, more: Record<string, string>): Promise<Page> {
    const [, action = ''] = / action="([^"]+)"/.exec(text) ?? [];
    const hidden = [...text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    return step(new URL(action, url).href, false, new URLSearchParams({ ...Object.fromEntries(hidden), ...more }));
  }

  return {
    visit: async (url) => goOn(await step(url)),
    submit: async (page, fields = {}) => goOn(await send(page, fields)),
    step: (url, fromElsewhere) => step(url, fromElsewhere),
    cookieOf: (origin) => cookies(origin, false),
  };
}
