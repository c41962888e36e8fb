-- AlterTable
ALTER TABLE "outbox" DROP COLUMN "maybe_sent",
ADD COLUMN     "ambiguous" SMALLINT NOT NULL DEFAULT 0;

-- What is still to be sent is looked up without going through all that ever was.
CREATE INDEX "outbox_open_of_recipient" ON "outbox"("identity_id", "id") WHERE "state" IN ('pending', 'sending');
CREATE INDEX "outbox_open_due" ON "outbox"("platform", "due_at") WHERE "state" IN ('pending', 'sending');
