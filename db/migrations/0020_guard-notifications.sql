-- What the API and the workers may do with calendars, chains and notifications. Days, chains and preferences are settings,
-- whose history is the trail; a notification is told once and never taken back.
grant select, insert, update on
  site_calendars, calendar_days, escalation_chains, absences, digests, webhook_endpoints, notification_preferences, notifications
  to holdfast_app;
--> statement-breakpoint
grant delete on calendar_days, escalation_chains to holdfast_app;
--> statement-breakpoint
grant select on
  site_calendars, calendar_days, escalation_chains, absences, digests, notification_preferences, notifications
  to holdfast_report;
--> statement-breakpoint
grant select (id, name, url, created_by, created_at, rotated_at, ended_at) on webhook_endpoints to holdfast_report;
--> statement-breakpoint
-- Tasks from before have no times yet: those that no process keeps in mind are reminded of now and go up a day from now.
update tasks set remind_at = now(), escalate_at = greatest(due_at, now() + interval '1 day')
 where state in ('open', 'claimed') and kind not in ('decide_quarantine_review', 'confirm_disposal', 'confirm_return_to_supplier');
