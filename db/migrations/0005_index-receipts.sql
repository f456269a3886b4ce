DROP INDEX "receipts_site";--> statement-breakpoint
ALTER TABLE "advance_notices" ADD COLUMN "expected_on" date;--> statement-breakpoint
CREATE INDEX "advance_notices_site_newest" ON "advance_notices" USING btree ("site_id","id");--> statement-breakpoint
CREATE INDEX "advance_notices_supplier_newest" ON "advance_notices" USING btree ("supplier_id","id");--> statement-breakpoint
CREATE INDEX "advance_notices_purchase_order" ON "advance_notices" USING btree ("purchase_order_id");--> statement-breakpoint
CREATE INDEX "purchase_orders_site_newest" ON "purchase_orders" USING btree ("site_id","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_supplier_newest" ON "purchase_orders" USING btree ("supplier_id","id");--> statement-breakpoint
CREATE INDEX "receipt_lines_item" ON "receipt_lines" USING btree ("item_id","receipt_id");--> statement-breakpoint
CREATE INDEX "receipts_newest" ON "receipts" USING btree ("happened_at","id");--> statement-breakpoint
CREATE INDEX "receipts_site_newest" ON "receipts" USING btree ("site_id","happened_at","id");--> statement-breakpoint
CREATE INDEX "receipts_supplier_newest" ON "receipts" USING btree ("supplier_id","happened_at","id");--> statement-breakpoint
CREATE INDEX "receipts_purchase_order" ON "receipts" USING btree ("purchase_order_id");--> statement-breakpoint
CREATE INDEX "receipts_advance_notice" ON "receipts" USING btree ("advance_notice_id");