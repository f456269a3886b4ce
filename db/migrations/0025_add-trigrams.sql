-- Similar names are found by their trigrams. In a schema of its own, so that `public` holds nothing but what is ours.
create schema trigram;
--> statement-breakpoint
create extension pg_trgm with schema trigram;
--> statement-breakpoint
grant usage on schema trigram to holdfast_app, holdfast_report, holdfast_advice;
