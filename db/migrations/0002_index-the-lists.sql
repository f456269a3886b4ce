DROP INDEX "stock_location";--> statement-breakpoint
CREATE INDEX "lots_item_newest" ON "lots" USING btree ("item_id","id");--> statement-breakpoint
CREATE INDEX "lots_supplier_newest" ON "lots" USING btree ("supplier_id","id");--> statement-breakpoint
CREATE INDEX "lots_code_begins" ON "lots" USING btree (upper("code") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "lots_supplier_lot_number_begins" ON "lots" USING btree (upper("supplier_lot_number") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "lots_traceability_lot_code_begins" ON "lots" USING btree (upper("traceability_lot_code") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "holds_active_newest" ON "holds" USING btree ("id") WHERE "ended_at" is null;--> statement-breakpoint
CREATE INDEX "holds_lot" ON "holds" USING btree ("lot_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("actor_id","position");--> statement-breakpoint
CREATE INDEX "tasks_waiting" ON "tasks" USING btree ("due_at","id") WHERE "state" in ('open', 'claimed');--> statement-breakpoint
CREATE INDEX "tasks_due" ON "tasks" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "tasks_lot" ON "tasks" USING btree ("lot_id","due_at");--> statement-breakpoint
CREATE INDEX "stock_location" ON "stock" USING btree ("location_id","lot_id");