-- CreateEnum
CREATE TYPE "BindingFrom" AS ENUM ('chat', 'page');

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "arrives_on" "Platform",
ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "binding" (
    "id" UUID NOT NULL,
    "from" "BindingFrom" NOT NULL,
    "token" BYTEA NOT NULL,
    "language" "Language" NOT NULL,
    "identity_id" UUID,
    "google_lookup" BYTEA,
    "sealed_google" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "chat_at" TIMESTAMPTZ(3),
    "page_at" TIMESTAMPTZ(3),
    "bound_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "left_id" UUID,

    CONSTRAINT "binding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "web_session" (
    "id" BYTEA NOT NULL,
    "owner" BYTEA,
    "data" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "web_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "archive" BYTEA,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "fetched" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "export_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "binding_token_key" ON "binding"("token");

-- CreateIndex
CREATE INDEX "binding_identity_id_idx" ON "binding"("identity_id");

-- CreateIndex
CREATE INDEX "binding_google_lookup_idx" ON "binding"("google_lookup");

-- CreateIndex
CREATE INDEX "binding_expires_at_idx" ON "binding"("expires_at");

-- CreateIndex
CREATE INDEX "web_session_owner_idx" ON "web_session"("owner");

-- CreateIndex
CREATE INDEX "web_session_expires_at_idx" ON "web_session"("expires_at");

-- CreateIndex
CREATE INDEX "export_account_id_idx" ON "export"("account_id");

-- CreateIndex
CREATE INDEX "export_expires_at_idx" ON "export"("expires_at");

-- AddForeignKey
ALTER TABLE "binding" ADD CONSTRAINT "binding_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE CASCADE ON UPDATE CASCADE;
