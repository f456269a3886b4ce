CREATE INDEX "stock_undecided" ON "stock" USING btree ("condition","lot_id") WHERE "condition" <> 'approved';--> statement-breakpoint
CREATE INDEX "temperature_readings_taken" ON "temperature_readings" USING btree ("happened_at","id");--> statement-breakpoint
CREATE INDEX "audit_entries_action" ON "audit_entries" USING btree ("action","position");--> statement-breakpoint
CREATE INDEX "tasks_kind" ON "tasks" USING btree ("kind","due_at","id");