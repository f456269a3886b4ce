import { type Language, type Message, messageOf } from './notification-text.ts';
import type { NotificationContent } from './notifications.ts';

/** A message as it is sent: a subject on one line, and the same said in plain text and in HTML. */
export type Rendered = { subject: string; text: string; html: string };

const longestLine = 600;

/** Puts a message into words and form. Whatever people wrote into titles and names is text, never markup. */
export function renderNotification(
  content: NotificationContent,
  { language, publicUrl, name }: { language: Language; publicUrl: string; name: string },
): Rendered {
  const message = messageOf[language](content);
  const linkTo = (taskId: string) => `${publicUrl.replace(/\/+$/, '')}/v1/tasks/${taskId}`;
  return {
    subject: oneLine(message.subject),
    text: asText(message, name, linkTo),
    html: asHtml(message, name, linkTo),
  };
}

type LinkTo = (taskId: string) => string;

const asText = ({ paragraphs, lists }: Message, name: string, linkTo: LinkTo): string =>
  [
    `${oneLine(name)},`,
    ...paragraphs,
    ...lists.map(({ title, items }) =>
      [title, ...items.map(({ text, taskId }) => `- ${oneLine(text)}\n  ${linkTo(taskId)}`)].join('\n'),
    ),
    'Holdfast. What you are told of, and how, is a preference of yours.',
  ].join('\n\n');

const asHtml = ({ subject, paragraphs, lists }: Message, name: string, linkTo: LinkTo): string =>
  [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>`,
    `<p>${escaped(name)},</p>`,
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...lists.map(
      ({ title, items }) =>
        `<h2>${escaped(title)}</h2><ul>${items
          .map(({ text, taskId }) => `<li><a href="${escaped(linkTo(taskId))}">${escaped(text)}</a></li>`)
          .join('')}</ul>`,
    ),
    '<p>Holdfast. What you are told of, and how, is a preference of yours.</p></body></html>',
  ].join('\n');

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => oneLine(text).replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? mark);

/** No line break from a title may begin a header or a line of its own. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}
