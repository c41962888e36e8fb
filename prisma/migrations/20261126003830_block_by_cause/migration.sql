-- A row for each blocked letter or report, with a random id of its own. Blocks that a report made follow from that report.
ALTER TABLE "block" DROP CONSTRAINT "block_pkey",
ADD COLUMN     "cause_id" UUID,
ADD COLUMN     "id" UUID;

UPDATE "block" b SET "id" = gen_random_uuid(), "cause_id" = coalesce(
  (SELECT r."id" FROM "report" r JOIN "delivery" d ON d."id" = r."delivery_id" JOIN "letter" l ON l."id" = d."letter_id"
    WHERE b."via_report" AND r."reporter_id" = b."blocker_id" AND l."writer_id" = b."blocked_id" AND r."state" IN ('open', 'upheld')
    ORDER BY r."created_at" DESC LIMIT 1),
  gen_random_uuid());

ALTER TABLE "block" ALTER COLUMN "cause_id" SET NOT NULL,
ALTER COLUMN "id" SET NOT NULL,
ADD CONSTRAINT "block_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE UNIQUE INDEX "block_blocker_id_blocked_id_cause_id_key" ON "block"("blocker_id", "blocked_id", "cause_id");
