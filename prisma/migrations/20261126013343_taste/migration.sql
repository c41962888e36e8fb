-- CreateTable
CREATE TABLE "signal_news" (
    "id" BIGSERIAL NOT NULL,
    "reader_id" UUID NOT NULL,
    "open_letter_id" UUID NOT NULL,
    "looks" SMALLINT NOT NULL,

    CONSTRAINT "signal_news_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_taste" (
    "open_letter_id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "language" "Language" NOT NULL,
    "mood" TEXT,
    "topic" TEXT,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "liked" INTEGER NOT NULL DEFAULT 0,
    "band" SMALLINT NOT NULL,
    "fresh" BOOLEAN NOT NULL DEFAULT true,
    "key" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "letter_taste_pkey" PRIMARY KEY ("open_letter_id")
);

-- CreateTable
CREATE TABLE "letter_kin" (
    "number" INTEGER NOT NULL,
    "readers" INTEGER NOT NULL,
    "kin" BYTEA NOT NULL,

    CONSTRAINT "letter_kin_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "liking" (
    "reader_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "nth" INTEGER NOT NULL,
    "strength" REAL NOT NULL,

    CONSTRAINT "liking_pkey" PRIMARY KEY ("reader_id","number")
);

-- CreateTable
CREATE TABLE "choice" (
    "reader_id" UUID NOT NULL,
    "open_letter_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "because_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "choice_pkey" PRIMARY KEY ("reader_id","open_letter_id")
);

-- CreateIndex
CREATE INDEX "signal_news_reader_id_idx" ON "signal_news"("reader_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_taste_number_key" ON "letter_taste"("number");

-- CreateIndex
CREATE INDEX "letter_taste_language_band_key_idx" ON "letter_taste"("language", "band", "key");

-- CreateIndex
CREATE INDEX "letter_taste_language_topic_band_key_idx" ON "letter_taste"("language", "topic", "band", "key");

-- CreateIndex
CREATE INDEX "letter_taste_language_mood_band_key_idx" ON "letter_taste"("language", "mood", "band", "key");

-- CreateIndex
CREATE INDEX "letter_taste_language_fresh_key_idx" ON "letter_taste"("language", "fresh", "key");

-- CreateIndex
CREATE INDEX "liking_reader_id_place_idx" ON "liking"("reader_id", "place");

-- CreateIndex
CREATE INDEX "liking_number_idx" ON "liking"("number");

-- CreateIndex
CREATE INDEX "choice_at_idx" ON "choice"("at");

-- CreateIndex
CREATE INDEX "signal_reader_id_at_idx" ON "signal"("reader_id", "at");

-- AddForeignKey
ALTER TABLE "signal_news" ADD CONSTRAINT "signal_news_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_taste" ADD CONSTRAINT "letter_taste_open_letter_id_fkey" FOREIGN KEY ("open_letter_id") REFERENCES "open_letter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_kin" ADD CONSTRAINT "letter_kin_number_fkey" FOREIGN KEY ("number") REFERENCES "letter_taste"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "liking" ADD CONSTRAINT "liking_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "liking" ADD CONSTRAINT "liking_number_fkey" FOREIGN KEY ("number") REFERENCES "letter_taste"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "choice" ADD CONSTRAINT "choice_reader_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Letters that were left open before enter the model.
INSERT INTO "letter_taste" ("open_letter_id", "language", "mood", "topic", "band", "key")
SELECT "id", "language", "mood", "topic", 1, random() FROM "open_letter";

-- Every signal there is, is to be learnt.
INSERT INTO "signal_news" ("reader_id", "open_letter_id", "looks")
SELECT "reader_id", "open_letter_id", count(*) FILTER (WHERE "kind" = 'shown') FROM "signal" GROUP BY 1, 2 ORDER BY min("at");

-- Lists of kin are not compressed: serving reads the beginning of them only.
ALTER TABLE "letter_kin" ALTER COLUMN "kin" SET STORAGE EXTERNAL;
