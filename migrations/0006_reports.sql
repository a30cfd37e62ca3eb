-- Reports: sums that are kept while trade goes on, so that no report has to read the trade again; and the reports
-- that were made.
--
-- Units and codes as in 0001_journal.sql. Whoever takes this step fills all tables from the entries again
-- (src/journal/migration.rs).

-- What the entries of a quarter of an hour add up to (src/core/figures), by measure. `quarter` counts pieces of 900
-- seconds since 1970-01-01 UTC; `period` is the number of the Z report that closes the time.
CREATE TABLE tally (
    period   INTEGER NOT NULL,
    quarter  INTEGER NOT NULL,
    measure  TEXT    NOT NULL,
    count    INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    amount   INTEGER NOT NULL,
    vat      INTEGER NOT NULL,
    PRIMARY KEY (period, quarter, measure)
) STRICT, WITHOUT ROWID;

CREATE INDEX tally_of_quarter ON tally (quarter);

-- X and Z reports. `seq` is the entry that has the figures; the totals are those since the register was new.
CREATE TABLE report (
    seq           INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL CHECK (kind IN ('x', 'z')),
    number        INTEGER NOT NULL CHECK (number > 0),
    at            INTEGER NOT NULL,
    grand_sales   INTEGER NOT NULL,
    grand_returns INTEGER NOT NULL,
    UNIQUE (kind, number)
) STRICT;

CREATE TRIGGER report_follows BEFORE INSERT ON report
WHEN NEW.number <> ifnull((SELECT max(number) FROM report WHERE kind = NEW.kind), 0) + 1
BEGIN SELECT RAISE(ABORT, 'reports_follow'); END;

CREATE TRIGGER report_unchanged BEFORE UPDATE ON report
BEGIN SELECT RAISE(ABORT, 'reports_stay'); END;

CREATE TRIGGER report_kept BEFORE DELETE ON report
BEGIN SELECT RAISE(ABORT, 'reports_stay'); END;

-- The report that a job prints.
ALTER TABLE print_job ADD COLUMN report INTEGER;

-- Completed receipts in the order of time: for articles of a day, and for what the authorities ask for.
CREATE INDEX receipt_completed ON receipt (ended_at) WHERE state = 'completed';

-- When a payment counts in the report of SEQR payments: when a manager settled it as paid; else when it was paid;
-- else, as long as nobody knows whether it was, when it was asked for. Attempts that came to nothing are no part of it.
ALTER TABLE seqr_payment ADD COLUMN counts_at INTEGER GENERATED ALWAYS AS (CASE
    WHEN settled_as = 'paid' THEN settled_at
    WHEN paid_at IS NOT NULL THEN paid_at
    WHEN state IN ('sending', 'send_unknown', 'issued', 'in_doubt', 'released') THEN created_at
END) VIRTUAL;
CREATE INDEX seqr_payment_counts ON seqr_payment (counts_at) WHERE counts_at IS NOT NULL;

ALTER TABLE seqr_refund ADD COLUMN counts_at INTEGER GENERATED ALWAYS AS (CASE
    WHEN given_back THEN ifnull(ended_at, created_at)
    WHEN open THEN created_at
END) VIRTUAL;
CREATE INDEX seqr_refund_counts ON seqr_refund (counts_at) WHERE counts_at IS NOT NULL;

-- An entry by its time: an export of a period finds its first one.
CREATE INDEX entry_at ON entry (at);
