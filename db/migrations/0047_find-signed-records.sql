CREATE INDEX "destructions_witness_signature" ON "destructions" USING btree ("witness_signature_id");--> statement-breakpoint
CREATE INDEX "disposal_differences_signature" ON "disposal_differences" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "disposal_approvals_signature" ON "disposal_approvals" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "policy_changes_signature" ON "policy_changes" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "master_data_proposals_signature" ON "master_data_proposals" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "outcome_confirmations_signature" ON "outcome_confirmations" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "quarantine_reviews_signature" ON "quarantine_reviews" USING btree ("decision_signature_id");--> statement-breakpoint
CREATE INDEX "release_decisions_signature" ON "release_decisions" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "release_results_signature" ON "release_results" USING btree ("signature_id");