ALTER TABLE "receipt_defects" ADD COLUMN "hold_id" uuid;--> statement-breakpoint
ALTER TABLE "receipt_defects" ADD COLUMN "task_id" uuid;--> statement-breakpoint
ALTER TABLE "receipt_defects" ADD CONSTRAINT "receipt_defects_followed_up" CHECK (("consequence" = 'hold') = ("hold_id" is not null) and ("consequence" = 'task') = ("task_id" is not null));