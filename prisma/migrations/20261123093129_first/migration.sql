-- CreateEnum
CREATE TYPE "Language" AS ENUM ('ko', 'en');

-- CreateEnum
CREATE TYPE "Platform" AS ENUM ('discord', 'telegram', 'google');

-- CreateEnum
CREATE TYPE "Notify" AS ENUM ('each', 'daily', 'never');

-- CreateEnum
CREATE TYPE "LetterState" AS ENUM ('draft', 'travelling', 'seeking', 'delivered', 'opened', 'answered', 'held', 'recalled', 'returned', 'removed');

-- CreateEnum
CREATE TYPE "LetterKind" AS ENUM ('stranger', 'self', 'answer');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('waiting', 'arrived', 'opened', 'answered', 'passed', 'expired', 'unreachable', 'reported', 'blocked');

-- CreateEnum
CREATE TYPE "ReportState" AS ENUM ('open', 'upheld', 'dismissed', 'withdrawn');

-- CreateEnum
CREATE TYPE "OutboxState" AS ENUM ('pending', 'sending', 'sent', 'gone', 'refused', 'void', 'unknown');

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "pen_name" TEXT,
    "pen_name_key" TEXT,
    "language" "Language" NOT NULL,
    "reads" "Language"[],
    "zone" TEXT NOT NULL,
    "adult_at" TIMESTAMPTZ(3),
    "welcomed_at" TIMESTAMPTZ(3),
    "willing" BOOLEAN NOT NULL DEFAULT false,
    "daily_number" INTEGER NOT NULL DEFAULT 3,
    "notify" "Notify" NOT NULL DEFAULT 'each',
    "quiet_from" INTEGER,
    "quiet_until" INTEGER,
    "read_count" INTEGER NOT NULL DEFAULT 0,
    "read_day" TEXT,
    "last_read_at" TIMESTAMPTZ(3),
    "last_wrote_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "platform" "Platform" NOT NULL,
    "lookup" BYTEA NOT NULL,
    "sealed_id" BYTEA NOT NULL,
    "sealed_chat" BYTEA,
    "gone_at" TIMESTAMPTZ(3),
    "gone_reason" TEXT,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reader_slot" (
    "account_id" UUID NOT NULL,
    "language" "Language" NOT NULL,
    "open" BOOLEAN NOT NULL,
    "band" SMALLINT NOT NULL,
    "key" DOUBLE PRECISION NOT NULL,
    "changes_at" TIMESTAMPTZ(3),

    CONSTRAINT "reader_slot_pkey" PRIMARY KEY ("account_id","language")
);

-- CreateTable
CREATE TABLE "letter" (
    "id" UUID NOT NULL,
    "writer_id" UUID NOT NULL,
    "kind" "LetterKind" NOT NULL,
    "to_id" UUID,
    "answers_id" UUID,
    "correspondence_id" UUID,
    "body" BYTEA,
    "body_key" BYTEA,
    "signature" TEXT,
    "signed" BOOLEAN NOT NULL DEFAULT true,
    "language" "Language" NOT NULL,
    "heavy" BOOLEAN NOT NULL DEFAULT false,
    "state" "LetterState" NOT NULL,
    "arrival" TEXT NOT NULL DEFAULT 'now',
    "arrives_at" TIMESTAMPTZ(3),
    "hops" INTEGER NOT NULL DEFAULT 0,
    "seek_at" TIMESTAMPTZ(3),
    "told_reached_at" TIMESTAMPTZ(3),
    "source" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "letter_id" UUID NOT NULL,
    "reader_id" UUID NOT NULL,
    "state" "DeliveryState" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "arrived_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    "stamp" TEXT,
    "thanked_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "correspondence" (
    "id" UUID NOT NULL,
    "opening_id" UUID NOT NULL,
    "writer_id" UUID NOT NULL,
    "reader_id" UUID NOT NULL,
    "writer_kept_at" TIMESTAMPTZ(3),
    "reader_kept_at" TIMESTAMPTZ(3),
    "begun_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "correspondence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "block" (
    "blocker_id" UUID NOT NULL,
    "blocked_id" UUID NOT NULL,
    "label" TEXT,
    "via_report" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "block_pkey" PRIMARY KEY ("blocker_id","blocked_id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "reporter_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "words" BYTEA,
    "copy" BYTEA NOT NULL,
    "state" "ReportState" NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pending_form" (
    "identity_id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "args" TEXT[],
    "values" BYTEA NOT NULL,
    "asking" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pending_form_pkey" PRIMARY KEY ("identity_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "platform" "Platform" NOT NULL,
    "identity_id" UUID NOT NULL,
    "priority" SMALLINT NOT NULL,
    "parcel" JSONB NOT NULL,
    "once_key" TEXT,
    "state" "OutboxState" NOT NULL DEFAULT 'pending',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "retry_at" TIMESTAMPTZ(3),
    "first_tried_at" TIMESTAMPTZ(3),
    "maybe_sent" BOOLEAN NOT NULL DEFAULT false,
    "fence" BIGINT,
    "reason" TEXT,
    "message_ids" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound" (
    "platform" "Platform" NOT NULL,
    "event" BYTEA NOT NULL,
    "lane" BYTEA NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "payload" BYTEA,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "failure" TEXT,

    CONSTRAINT "inbound_pkey" PRIMARY KEY ("platform","event")
);

-- CreateTable
CREATE TABLE "cursor" (
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "cursor_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "fence" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_pen_name_key_key" ON "account"("pen_name_key");

-- CreateIndex
CREATE INDEX "identity_account_id_idx" ON "identity"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_platform_lookup_key" ON "identity"("platform", "lookup");

-- CreateIndex
CREATE INDEX "reader_slot_language_open_band_key_idx" ON "reader_slot"("language", "open", "band", "key");

-- CreateIndex
CREATE INDEX "reader_slot_changes_at_idx" ON "reader_slot"("changes_at");

-- CreateIndex
CREATE UNIQUE INDEX "letter_answers_id_key" ON "letter"("answers_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_source_key" ON "letter"("source");

-- CreateIndex
CREATE INDEX "letter_writer_id_created_at_idx" ON "letter"("writer_id", "created_at");

-- CreateIndex
CREATE INDEX "letter_state_arrives_at_idx" ON "letter"("state", "arrives_at");

-- CreateIndex
CREATE INDEX "letter_state_seek_at_idx" ON "letter"("state", "seek_at");

-- CreateIndex
CREATE INDEX "letter_to_id_idx" ON "letter"("to_id");

-- CreateIndex
CREATE INDEX "letter_correspondence_id_idx" ON "letter"("correspondence_id");

-- CreateIndex
CREATE INDEX "delivery_reader_id_state_created_at_idx" ON "delivery"("reader_id", "state", "created_at");

-- CreateIndex
CREATE INDEX "delivery_letter_id_created_at_idx" ON "delivery"("letter_id", "created_at");

-- CreateIndex
CREATE INDEX "delivery_state_created_at_idx" ON "delivery"("state", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_letter_id_reader_id_key" ON "delivery"("letter_id", "reader_id");

-- CreateIndex
CREATE UNIQUE INDEX "correspondence_opening_id_key" ON "correspondence"("opening_id");

-- CreateIndex
CREATE INDEX "correspondence_writer_id_idx" ON "correspondence"("writer_id");

-- CreateIndex
CREATE INDEX "correspondence_reader_id_idx" ON "correspondence"("reader_id");

-- CreateIndex
CREATE INDEX "block_blocked_id_idx" ON "block"("blocked_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_delivery_id_key" ON "report"("delivery_id");

-- CreateIndex
CREATE INDEX "report_state_created_at_idx" ON "report"("state", "created_at");

-- CreateIndex
CREATE INDEX "pending_form_expires_at_idx" ON "pending_form"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_once_key_key" ON "outbox"("once_key");

-- CreateIndex
CREATE INDEX "outbox_identity_id_id_idx" ON "outbox"("identity_id", "id");

-- CreateIndex
CREATE INDEX "inbound_platform_handled_at_seq_idx" ON "inbound"("platform", "handled_at", "seq");

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reader_slot" ADD CONSTRAINT "reader_slot_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_answers_id_fkey" FOREIGN KEY ("answers_id") REFERENCES "delivery"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pending_form" ADD CONSTRAINT "pending_form_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;
