-- Every row belongs to somebody, by the database's own word. What points to nobody goes first.
DELETE FROM "block" b WHERE NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = b."blocker_id")
  OR NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = b."blocked_id");
DELETE FROM "correspondence" c WHERE NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = c."writer_id")
  OR NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = c."reader_id");
DELETE FROM "export" e WHERE NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = e."account_id");
DELETE FROM "report" r WHERE NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = r."reporter_id")
  OR NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = r."writer_id");
UPDATE "letter" l SET "to_id" = NULL WHERE "to_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = l."to_id");
UPDATE "binding" b SET "left_id" = NULL WHERE "left_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "account" a WHERE a."id" = b."left_id");

-- DropIndex
DROP INDEX "identity_account_id_idx";

-- CreateIndex
CREATE INDEX "binding_left_id_idx" ON "binding"("left_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_account_id_platform_key" ON "identity"("account_id", "platform");

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correspondence" ADD CONSTRAINT "correspondence_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correspondence" ADD CONSTRAINT "correspondence_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "block" ADD CONSTRAINT "block_blocker_id_fkey" FOREIGN KEY ("blocker_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "block" ADD CONSTRAINT "block_blocked_id_fkey" FOREIGN KEY ("blocked_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "binding" ADD CONSTRAINT "binding_left_id_fkey" FOREIGN KEY ("left_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "export" ADD CONSTRAINT "export_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
