-- /readyz tells whether the database is of this version; it asks as the application.
grant usage on schema drizzle to holdfast_app;
--> statement-breakpoint
grant select on drizzle.__drizzle_migrations to holdfast_app;
