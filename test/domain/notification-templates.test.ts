import { expect, test } from 'vitest';
import { notificationSamples } from '#domain/notification-samples.ts';
import { renderNotification } from '#domain/notification-templates.ts';
import { channelFor, mandatoryKinds, notificationKinds } from '#domain/notifications.ts';

const said = { language: 'en', publicUrl: 'https://holdfast.example/', name: 'Ines Carvalho' } as const;

test.each(notificationKinds)('%s says the same in text and in HTML, and leads to its record', (kind) => {
  const { subject, text, html } = renderNotification(notificationSamples[kind], said);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text.startsWith('Ines Carvalho,')).toBe(true);
  expect(html).toContain('<html lang="en">');
  const links = (from: string) => [...from.matchAll(/https:\/\/holdfast\.example\/v1\/tasks\/[0-9a-f-]{36}/g)].length;
  expect(links(html)).toBe(links(text));
});

test('what people wrote is text, never markup, a header or a line of its own', () => {
  const title = '<img src=x onerror=alert(1)>\r\nBcc: all@example.com\u2028"&\'';
  const { subject, text, html } = renderNotification(
    {
      ...notificationSamples.task_reminder,
      task: { taskId: 'id', title, site: null, timeZone: 'UTC', dueAt: '2026-11-23T12:00:00.000Z' },
    } as never,
    { ...said, name: 'X <y>\n' },
  );
  expect(subject).toBe('Waiting: <img src=x onerror=alert(1)> Bcc: all@example.com "&\'');
  expect(text).not.toMatch(/^Bcc/m);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; Bcc: all@example.com &quot;&amp;&#39;');
  expect(html).toContain('<p>X &lt;y&gt;,</p>');
});

test('times are those of the site, and name its zone', () => {
  const { text } = renderNotification(notificationSamples.task_escalated, said);
  expect(text).toContain('Mon, 23 Nov 2026, 15:00 America/Chicago');
});

test('mail unless chosen otherwise; what must reach people is never switched off', () => {
  const none = { channel: 'none', endpointId: null } as const;
  for (const kind of notificationKinds) {
    expect(channelFor(kind, undefined).channel).toBe('mail');
    expect(channelFor(kind, none).channel).toBe(mandatoryKinds.includes(kind) ? 'mail' : 'none');
  }
});
