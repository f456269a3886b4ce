const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.6rem}a{color:#0b5cad}pre{background:#f3f5f8;padding:1rem;overflow:auto;border-radius:6px}code{font-family:ui-monospace,monospace}
@media (prefers-color-scheme:dark){body{color:#e6eaf0;background:#11161d}a{color:#7db7f5}pre{background:#1b222c}}`;

/** A small page without scripts. Title and body are our own text: whoever puts in a caller's escapes it. */
export const htmlPage = (title: string, body: string, head = ''): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}<title>${title} · Holdfast</title>
<style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>
`;

/**
 * A page that goes on by itself. A redirect would not do after coming from another site: browsers keep a strict cookie back
 * until a page of our own asks.
 */
export const leadingOn = (title: string, goOnTo: string): string => {
  const to = escaped(goOnTo);
  return htmlPage(
    escaped(title),
    `<p><a href="${to}">Go on</a></p>`,
    `<meta http-equiv="refresh" content="0;url=${to}">`,
  );
};

/** A refusal for somebody who looks at it, not for a program. */
export const refusedPage = (title: string, detail: string, code: string): string =>
  htmlPage(
    escaped(title),
    `<p>${escaped(detail)}</p><p><a href="/problems/${code}">${code}</a> · <a href="/">Begin again</a></p>`,
  );

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text of somebody else's, as text. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
