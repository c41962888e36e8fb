-- Fewer indexes are touched by each message: what is handled is looked up by its key only, and forgotten in the order in
-- which it came; what was said is destroyed in the order of its ids.
DROP INDEX "inbound_platform_handled_at_seq_idx";
CREATE INDEX "inbound_received_at_idx" ON "inbound" USING BRIN ("received_at");
CREATE INDEX "inbound_unhandled" ON "inbound"("platform", "seq") WHERE "handled_at" IS NULL;
DROP INDEX "chat_message_at_idx";

-- Where all seem alike to the planner, as while a table is empty, it takes the index that was made last.
DROP INDEX "outbox_open_of_recipient";
CREATE INDEX "outbox_open_of_recipient" ON "outbox"("identity_id", "id") WHERE "settled_at" IS NULL;
