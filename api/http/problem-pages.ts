import { Router } from 'express';
import { htmlPage } from './html-page.ts';
import { problemStatus } from './problem.ts';
import { problemExplanations } from './problem-explanations.ts';

const codes = Object.keys(problemExplanations) as (keyof typeof problemExplanations)[]; // a Record's own keys

/** What the `type` of a problem leads to: the code explained, to people as a page and to programs as JSON. */
export function problemPages(): Router {
  const router = Router();
  router.get('/problems', (_req, res) => {
    const rows = codes.map(
      (code) => `<li><a href="/problems/${code}">${code}</a>: ${problemExplanations[code].title}</li>`,
    );
    res.type('html').send(htmlPage('What a refusal can say', `<ul>${rows.join('\n')}</ul>`));
  });
  router.get('/problems/:code', (req, res, next) => {
    const code = codes.find((known) => known === req.params.code);
    if (!code) return next();
    const { title, remedy } = problemExplanations[code];
    const status = problemStatus[code];
    if (req.accepts(['html', 'json']) !== 'html') return void res.json({ code, status, title, remedy });
    const body = `<p><code>${code}</code>, HTTP status ${status}</p><p>${remedy.replaceAll('<', '&lt;')}</p><p><a href="/problems">All codes</a></p>`;
    res.type('html').send(htmlPage(title, body));
  });
  return router;
}
