-- CreateEnum
CREATE TYPE "ChatMood" AS ENUM ('any', 'talk', 'listen', 'light');

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "chats_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "chat" (
    "id" UUID NOT NULL,
    "one_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "correspondence_id" UUID,
    "first" BOOLEAN NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "one_kept_at" TIMESTAMPTZ(3),
    "other_kept_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "chat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_seat" (
    "account_id" UUID NOT NULL,
    "chat_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "helped_at" TIMESTAMPTZ(3),

    CONSTRAINT "chat_seat_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "chat_wait" (
    "account_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "mood" "ChatMood" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_wait_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "chat_invite" (
    "id" UUID NOT NULL,
    "correspondence_id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_message" (
    "id" BIGSERIAL NOT NULL,
    "chat_id" UUID NOT NULL,
    "sender_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "source" BYTEA NOT NULL,
    "source_id" BYTEA NOT NULL,
    "body" BYTEA NOT NULL,
    "edited" BYTEA,
    "deleted_at" TIMESTAMPTZ(3),
    "reply_to" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_twin" (
    "lookup" BYTEA NOT NULL,
    "message_id" BIGINT NOT NULL,
    "identity_id" UUID NOT NULL,
    "sealed_id" BYTEA NOT NULL,
    "part" SMALLINT NOT NULL,

    CONSTRAINT "chat_twin_pkey" PRIMARY KEY ("lookup")
);

-- CreateIndex
CREATE INDEX "chat_one_id_other_id_idx" ON "chat"("one_id", "other_id");

-- CreateIndex
CREATE INDEX "chat_other_id_idx" ON "chat"("other_id");

-- CreateIndex
CREATE INDEX "chat_ended_at_idx" ON "chat"("ended_at");

-- CreateIndex
CREATE INDEX "chat_seat_chat_id_idx" ON "chat_seat"("chat_id");

-- CreateIndex
CREATE INDEX "chat_wait_since_idx" ON "chat_wait"("since");

-- CreateIndex
CREATE UNIQUE INDEX "chat_invite_correspondence_id_key" ON "chat_invite"("correspondence_id");

-- CreateIndex
CREATE INDEX "chat_invite_expires_at_idx" ON "chat_invite"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "chat_message_source_key" ON "chat_message"("source");

-- CreateIndex
CREATE INDEX "chat_message_chat_id_id_idx" ON "chat_message"("chat_id", "id");

-- CreateIndex
CREATE INDEX "chat_message_at_idx" ON "chat_message"("at");

-- CreateIndex
CREATE UNIQUE INDEX "chat_twin_message_id_part_key" ON "chat_twin"("message_id", "part");

-- AddForeignKey
ALTER TABLE "chat_seat" ADD CONSTRAINT "chat_seat_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_message" ADD CONSTRAINT "chat_message_chat_id_fkey" FOREIGN KEY ("chat_id") REFERENCES "chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_twin" ADD CONSTRAINT "chat_twin_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "chat_message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
