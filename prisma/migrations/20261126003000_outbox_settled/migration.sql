-- What is still to be sent is found by `settled_at`: `state` is in no index any more, so that marking a row as being sent
-- touches none of them.
DROP INDEX "outbox_open_of_recipient";
DROP INDEX "outbox_open_due";
CREATE INDEX "outbox_open_of_recipient" ON "outbox"("identity_id", "id") WHERE "settled_at" IS NULL;
CREATE INDEX "outbox_open_due" ON "outbox"("platform", "due_at") WHERE "settled_at" IS NULL;
ALTER TABLE "outbox" SET (fillfactor = 70);
