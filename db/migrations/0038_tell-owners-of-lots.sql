-- Safe beside running workers.

-- Whose a lot ever was: asked past anybody's sight, to refuse who works for none of them.
create function owners_of_lot(lot uuid) returns jsonb language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(distinct owner_id), '[]') from movement_lines where lot_id = lot
$$;
--> statement-breakpoint
revoke execute on function owners_of_lot(uuid) from public;
--> statement-breakpoint
grant execute on function owners_of_lot(uuid) to holdfast_app;
