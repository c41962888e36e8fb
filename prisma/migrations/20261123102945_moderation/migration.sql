-- CreateEnum
CREATE TYPE "OperatorRole" AS ENUM ('moderator', 'owner');

-- CreateEnum
CREATE TYPE "CaseKind" AS ENUM ('report', 'appeal', 'held');

-- CreateEnum
CREATE TYPE "SanctionKind" AS ENUM ('word', 'pause', 'ban');

-- AlterTable
ALTER TABLE "report" ADD COLUMN     "decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by" TEXT,
ADD COLUMN     "rule" TEXT,
ALTER COLUMN "copy" DROP NOT NULL;

-- CreateTable
CREATE TABLE "operator" (
    "name" TEXT NOT NULL,
    "role" "OperatorRole" NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "moderation_case" (
    "number" SERIAL NOT NULL,
    "kind" "CaseKind" NOT NULL,
    "report_id" UUID,
    "sanction_id" UUID,
    "letter_id" UUID,
    "for_owner" BOOLEAN NOT NULL DEFAULT false,
    "claimed_by" TEXT,
    "claimed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "moderation_case_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "sanction" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "account_id" UUID,
    "kind" "SanctionKind" NOT NULL,
    "rule" TEXT NOT NULL,
    "quote" BYTEA,
    "letter_id" UUID,
    "report_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),
    "appeal" BYTEA,
    "appealed_at" TIMESTAMPTZ(3),
    "appeal_decided_at" TIMESTAMPTZ(3),
    "granted" BOOLEAN,

    CONSTRAINT "sanction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sanctioned_self" (
    "platform" "Platform" NOT NULL,
    "lookup" BYTEA NOT NULL,
    "sanction_id" UUID NOT NULL,

    CONSTRAINT "sanctioned_self_pkey" PRIMARY KEY ("platform","lookup","sanction_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "operator" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "extra_word" (
    "word" TEXT NOT NULL,
    "kind" TEXT,
    "action" TEXT,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "extra_word_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "announcement" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "text_ko" TEXT,
    "text_en" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "announcement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "moderation_case_report_id_key" ON "moderation_case"("report_id");

-- CreateIndex
CREATE UNIQUE INDEX "moderation_case_sanction_id_key" ON "moderation_case"("sanction_id");

-- CreateIndex
CREATE UNIQUE INDEX "moderation_case_letter_id_key" ON "moderation_case"("letter_id");

-- CreateIndex
CREATE INDEX "moderation_case_closed_at_created_at_idx" ON "moderation_case"("closed_at", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "sanction_number_key" ON "sanction"("number");

-- CreateIndex
CREATE UNIQUE INDEX "sanction_report_id_key" ON "sanction"("report_id");

-- CreateIndex
CREATE INDEX "sanction_account_id_created_at_idx" ON "sanction"("account_id", "created_at");

-- CreateIndex
CREATE INDEX "sanctioned_self_sanction_id_idx" ON "sanctioned_self"("sanction_id");

-- CreateIndex
CREATE UNIQUE INDEX "announcement_number_key" ON "announcement"("number");

-- CreateIndex
CREATE INDEX "report_reporter_id_state_idx" ON "report"("reporter_id", "state");

-- AddForeignKey
ALTER TABLE "moderation_case" ADD CONSTRAINT "moderation_case_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "moderation_case" ADD CONSTRAINT "moderation_case_sanction_id_fkey" FOREIGN KEY ("sanction_id") REFERENCES "sanction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "moderation_case" ADD CONSTRAINT "moderation_case_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sanction" ADD CONSTRAINT "sanction_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sanctioned_self" ADD CONSTRAINT "sanctioned_self_sanction_id_fkey" FOREIGN KEY ("sanction_id") REFERENCES "sanction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit log can be written to, and nothing else.
CREATE FUNCTION "audit_entry_is_final"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log cannot be changed' USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE TRIGGER "audit_entry_is_final" BEFORE UPDATE OR DELETE ON "audit_entry"
    FOR EACH ROW EXECUTE FUNCTION "audit_entry_is_final"();
CREATE TRIGGER "audit_entry_is_never_emptied" BEFORE TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_is_final"();

-- Reports made before there was a queue.
INSERT INTO "moderation_case" ("kind", "report_id", "created_at")
    SELECT 'report', "id", "created_at" FROM "report" WHERE "state" = 'open';
