-- Whom a provider calls what, and what came back from it: written by the application, read by no report.
grant select, insert, update on user_identities, provider_logins to holdfast_app;
--> statement-breakpoint
-- Counters that are forgotten after a day; nothing refers to them.
grant select, insert, update, delete on sign_in_failures to holdfast_app;
