-- What the sweeps look for every few seconds, found without reading what is settled: letters unread too long, old drafts.
CREATE INDEX "letter_unread" ON "letter"("changed_at") WHERE "state" = 'delivered' AND "kind" = 'stranger';
CREATE INDEX "letter_draft" ON "letter"("changed_at") WHERE "state" = 'draft';
