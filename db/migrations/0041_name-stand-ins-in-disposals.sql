ALTER TABLE "lot_duties" DROP CONSTRAINT "lot_duties_duty";--> statement-breakpoint
ALTER TABLE "destructions" ADD COLUMN "recorded_for" text;--> statement-breakpoint
ALTER TABLE "destructions" ADD COLUMN "recorded_for_name" text;--> statement-breakpoint
ALTER TABLE "destructions" ADD COLUMN "witnessed_for" text;--> statement-breakpoint
ALTER TABLE "destructions" ADD COLUMN "witnessed_for_name" text;--> statement-breakpoint
ALTER TABLE "disposal_differences" ADD COLUMN "settled_for" text;--> statement-breakpoint
ALTER TABLE "disposal_differences" ADD COLUMN "settled_for_name" text;--> statement-breakpoint
ALTER TABLE "disposal_approvals" ADD COLUMN "approved_for" text;--> statement-breakpoint
ALTER TABLE "disposal_approvals" ADD COLUMN "approved_for_name" text;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "decided_for" text;--> statement-breakpoint
ALTER TABLE "disposals" ADD COLUMN "decided_for_name" text;--> statement-breakpoint
ALTER TABLE "lot_duties" ADD CONSTRAINT "lot_duties_duty" CHECK ("duty" in ('received', 'inspected', 'requested', 'decided', 'released', 'approved_second', 'witnessed', 'destroyed', 'settled', 'proposed', 'approved'));