-- Only who asks for a platform's due mail may be answered from this index. Nearly all mail is settled at any moment, so that to
-- the planner one index of what is not seems as good as the other; then each message of a burst was looked for among all that waits.
DROP INDEX "outbox_open_due";
CREATE INDEX "outbox_open_due" ON "outbox"("platform", "due_at") WHERE "settled_at" IS NULL AND "platform" IS NOT NULL;
