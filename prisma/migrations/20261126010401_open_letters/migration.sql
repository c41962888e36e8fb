-- CreateEnum
CREATE TYPE "OpenState" AS ENUM ('open', 'closed', 'held', 'removed');

-- CreateEnum
CREATE TYPE "CommentState" AS ENUM ('shown', 'deleted', 'held', 'removed');

-- CreateEnum
CREATE TYPE "SignalKind" AS ENUM ('shown', 'opened', 'read', 'thanked', 'answered', 'followed', 'not_for_me');

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "prompt_at" TIMESTAMPTZ(3),
ADD COLUMN     "show_following" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "letter" ADD COLUMN     "leave_open" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "mood" TEXT,
ADD COLUMN     "stationery" TEXT,
ADD COLUMN     "topic" TEXT;

-- CreateTable
CREATE TABLE "open_letter" (
    "id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "letter_id" UUID,
    "body" BYTEA,
    "body_key" BYTEA,
    "signature" TEXT,
    "language" "Language" NOT NULL,
    "mood" TEXT,
    "topic" TEXT,
    "stationery" TEXT NOT NULL,
    "heavy" BOOLEAN NOT NULL DEFAULT false,
    "state" "OpenState" NOT NULL DEFAULT 'open',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "thanks" INTEGER NOT NULL DEFAULT 0,
    "comments" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "open_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "open_thank" (
    "open_letter_id" UUID NOT NULL,
    "reader_id" UUID NOT NULL,
    "stamp" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "open_thank_pkey" PRIMARY KEY ("open_letter_id","reader_id")
);

-- CreateTable
CREATE TABLE "comment" (
    "id" UUID NOT NULL,
    "open_letter_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "parent_id" UUID,
    "body" BYTEA,
    "body_key" BYTEA,
    "signature" TEXT,
    "state" "CommentState" NOT NULL DEFAULT 'shown',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "source" BYTEA NOT NULL,

    CONSTRAINT "comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow" (
    "follower_id" UUID NOT NULL,
    "followed_id" UUID NOT NULL,
    "pen_name" TEXT NOT NULL,
    "notify" "Notify" NOT NULL DEFAULT 'daily',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "follow_pkey" PRIMARY KEY ("follower_id","followed_id","pen_name")
);

-- CreateTable
CREATE TABLE "signal" (
    "reader_id" UUID NOT NULL,
    "open_letter_id" UUID NOT NULL,
    "kind" "SignalKind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("reader_id","open_letter_id","kind")
);

-- CreateIndex
CREATE UNIQUE INDEX "open_letter_letter_id_key" ON "open_letter"("letter_id");

-- CreateIndex
CREATE INDEX "open_letter_author_id_opened_at_idx" ON "open_letter"("author_id", "opened_at");

-- CreateIndex
CREATE INDEX "open_letter_state_language_opened_at_idx" ON "open_letter"("state", "language", "opened_at");

-- CreateIndex
CREATE INDEX "open_letter_told_at_opened_at_idx" ON "open_letter"("told_at", "opened_at");

-- CreateIndex
CREATE INDEX "open_thank_reader_id_idx" ON "open_thank"("reader_id");

-- CreateIndex
CREATE UNIQUE INDEX "comment_source_key" ON "comment"("source");

-- CreateIndex
CREATE INDEX "comment_open_letter_id_created_at_idx" ON "comment"("open_letter_id", "created_at");

-- CreateIndex
CREATE INDEX "comment_author_id_idx" ON "comment"("author_id");

-- CreateIndex
CREATE INDEX "comment_parent_id_idx" ON "comment"("parent_id");

-- CreateIndex
CREATE INDEX "follow_followed_id_pen_name_idx" ON "follow"("followed_id", "pen_name");

-- CreateIndex
CREATE INDEX "signal_open_letter_id_idx" ON "signal"("open_letter_id");

-- CreateIndex
CREATE INDEX "account_prompt_at_idx" ON "account"("prompt_at");

-- AddForeignKey
ALTER TABLE "open_letter" ADD CONSTRAINT "open_letter_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "open_letter" ADD CONSTRAINT "open_letter_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "letter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "open_thank" ADD CONSTRAINT "open_thank_open_letter_id_fkey" FOREIGN KEY ("open_letter_id") REFERENCES "open_letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "open_thank" ADD CONSTRAINT "open_thank_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment" ADD CONSTRAINT "comment_open_letter_id_fkey" FOREIGN KEY ("open_letter_id") REFERENCES "open_letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment" ADD CONSTRAINT "comment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment" ADD CONSTRAINT "comment_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow" ADD CONSTRAINT "follow_follower_id_fkey" FOREIGN KEY ("follower_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow" ADD CONSTRAINT "follow_followed_id_fkey" FOREIGN KEY ("followed_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal" ADD CONSTRAINT "signal_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal" ADD CONSTRAINT "signal_open_letter_id_fkey" FOREIGN KEY ("open_letter_id") REFERENCES "open_letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;
