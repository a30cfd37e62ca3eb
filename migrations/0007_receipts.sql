-- Discounts, deposits and prices set by hand; parked receipts; vouchers and accounts; shifts.
--
-- Units and codes as in 0001_journal.sql. Whoever takes this step fills all tables from the entries again
-- (src/journal/migration.rs).

-- What has to be seen to when an article is sold, as JSON: core::catalog::Conditions.
ALTER TABLE article ADD COLUMN conditions TEXT;

-- What came off a line: by a price set by hand, by its own discount, by its share of the receipt's. `sold_sum` is what
-- was paid for the whole line of which this comes back; without it an older program wrote the row. `terms` is
-- core::receipt::Terms as JSON.
ALTER TABLE receipt_line ADD COLUMN price_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt_line ADD COLUMN discount_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt_line ADD COLUMN share INTEGER NOT NULL DEFAULT 0;
ALTER TABLE receipt_line ADD COLUMN sold_sum INTEGER;
ALTER TABLE receipt_line ADD COLUMN terms TEXT;

-- A voucher's number, or who is invoiced.
ALTER TABLE tender ADD COLUMN detail TEXT;

-- Of an open receipt: whether it is put aside. The discount on the whole receipt is core::discount::Discount as JSON.
ALTER TABLE receipt ADD COLUMN parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1));
ALTER TABLE receipt ADD COLUMN discount TEXT;

DROP INDEX receipt_open;
CREATE UNIQUE INDEX receipt_open ON receipt (register) WHERE state = 'open' AND parked = 0;

CREATE TABLE parked_receipt (
    receipt INTEGER PRIMARY KEY REFERENCES receipt (id),
    label   TEXT    NOT NULL,
    total   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    user    INTEGER NOT NULL
) STRICT;

-- Lines that were taken away while a receipt was rung up: how many, how much, by whom and when. A line that was put
-- back counts no more.
CREATE TABLE voided_line (
    seq      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    user     INTEGER,
    receipt  INTEGER NOT NULL REFERENCES receipt (id),
    line     INTEGER NOT NULL,
    sum      INTEGER NOT NULL,
    restored INTEGER NOT NULL DEFAULT 0 CHECK (restored IN (0, 1))
) STRICT;

CREATE INDEX voided_line_of_receipt ON voided_line (receipt, line);

-- `expected` is what should be in the drawer; `counted` the last count, empty once cash has gone in or out since.
CREATE TABLE shift (
    number    INTEGER PRIMARY KEY,
    register  TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('open', 'closed')),
    opened_at INTEGER NOT NULL,
    opened_by INTEGER NOT NULL,
    float     INTEGER NOT NULL CHECK (float >= 0),
    expected  INTEGER NOT NULL,
    movements INTEGER NOT NULL DEFAULT 0,
    counts    INTEGER NOT NULL DEFAULT 0,
    counted   INTEGER,
    closed_at INTEGER,
    closed_by INTEGER,
    reason    TEXT,
    parked    INTEGER,
    unsettled INTEGER,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CHECK (state = 'open' OR (parked IS NOT NULL AND unsettled IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX shift_open ON shift (state) WHERE state = 'open';

CREATE TABLE cash_movement (
    shift       INTEGER NOT NULL REFERENCES shift (number),
    number      INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    direction   TEXT    NOT NULL CHECK (direction IN ('in', 'out')),
    amount      INTEGER NOT NULL CHECK (amount > 0),
    reason      TEXT    NOT NULL CHECK (reason <> ''),
    user        INTEGER NOT NULL,
    approved_by INTEGER,
    PRIMARY KEY (shift, number)
) STRICT, WITHOUT ROWID;

-- `pieces`: core::shift::Count as JSON.
CREATE TABLE shift_count (
    shift  INTEGER NOT NULL REFERENCES shift (number),
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    user   INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    pieces TEXT    NOT NULL,
    PRIMARY KEY (shift, number)
) STRICT, WITHOUT ROWID;

-- What is put aside stands still until it is taken up again, and nothing is put aside that money was taken for (rule 15).

CREATE TRIGGER receipt_parks BEFORE UPDATE ON receipt
BEGIN SELECT CASE
    WHEN OLD.parked = 1 AND NEW.state <> 'open' THEN RAISE(ABORT, 'receipt_parked')
    WHEN NEW.parked = 1 AND (OLD.parked = 1 OR NEW.state <> 'open' OR NEW.returns IS NOT NULL)
        THEN RAISE(ABORT, 'receipt_parked')
    WHEN NEW.parked = 1 AND EXISTS (SELECT 1 FROM tender WHERE receipt = OLD.id)
        THEN RAISE(ABORT, 'tender_taken')
END; END;

CREATE TRIGGER line_added_to_parked BEFORE INSERT ON receipt_line
WHEN (SELECT parked FROM receipt WHERE id = NEW.receipt) = 1
BEGIN SELECT RAISE(ABORT, 'receipt_parked'); END;

CREATE TRIGGER line_changed_of_parked BEFORE UPDATE ON receipt_line
WHEN (SELECT parked FROM receipt WHERE id = OLD.receipt) = 1
BEGIN SELECT RAISE(ABORT, 'receipt_parked'); END;

CREATE TRIGGER line_removed_of_parked BEFORE DELETE ON receipt_line
WHEN (SELECT parked FROM receipt WHERE id = OLD.receipt) = 1
BEGIN SELECT RAISE(ABORT, 'receipt_parked'); END;

CREATE TRIGGER tender_added_to_parked BEFORE INSERT ON tender
WHEN (SELECT parked FROM receipt WHERE id = NEW.receipt) = 1
BEGIN SELECT RAISE(ABORT, 'receipt_parked'); END;

CREATE TRIGGER seqr_payment_begins_on_parked BEFORE INSERT ON seqr_payment
WHEN (SELECT parked FROM receipt WHERE id = NEW.receipt) = 1
BEGIN SELECT RAISE(ABORT, 'receipt_parked'); END;

-- No line of a sale comes to less than nothing, and change is given on cash and SEQR only.
CREATE TRIGGER receipt_ends_in_order BEFORE UPDATE ON receipt
WHEN NEW.state = 'completed'
BEGIN SELECT CASE
    WHEN NEW.returns IS NULL AND EXISTS (SELECT 1 FROM receipt_line WHERE receipt = OLD.id AND sum < 0)
        THEN RAISE(ABORT, 'sums_agree')
    -- What was given too much, to the öre: the change itself may be rounded up beyond it.
    WHEN NEW.change > 0 AND NEW.change + NEW.rounding
        > (SELECT ifnull(sum(amount), 0) FROM tender WHERE receipt = OLD.id AND kind IN ('cash', 'seqr'))
        THEN RAISE(ABORT, 'no_change_for_it')
END; END;

-- All parts of a line that come back give back what was paid for it, and no öre more. Older programs rounded each part
-- for itself: of theirs each may be an öre off.

CREATE TRIGGER line_gives_back BEFORE INSERT ON receipt_line
WHEN NEW.sum <> 0 AND EXISTS (
    SELECT 1 FROM receipt AS this JOIN receipt_line AS sold ON sold.receipt = this.returns AND sold.line = NEW.line
    WHERE this.id = NEW.receipt AND (ifnull(NEW.sold_sum <> sold.sum, 0) OR (
        SELECT -NEW.sum - ifnull(sum(back.sum), 0)
            > sold.sum + CASE WHEN NEW.sold_sum IS NULL THEN 1 + count(back.line) ELSE 0 END
        FROM receipt AS other JOIN receipt_line AS back ON back.receipt = other.id AND back.line = NEW.line
        WHERE other.returns = this.returns AND other.state <> 'cancelled')))
BEGIN SELECT RAISE(ABORT, 'returned_once'); END;

CREATE TRIGGER line_gives_back_otherwise BEFORE UPDATE ON receipt_line
WHEN NEW.sum <> 0 AND EXISTS (
    SELECT 1 FROM receipt AS this JOIN receipt_line AS sold ON sold.receipt = this.returns AND sold.line = NEW.line
    WHERE this.id = NEW.receipt AND (ifnull(NEW.sold_sum <> sold.sum, 0) OR (
        SELECT -NEW.sum - ifnull(sum(back.sum), 0)
            > sold.sum + CASE WHEN NEW.sold_sum IS NULL THEN 1 + count(back.line) ELSE 0 END
        FROM receipt AS other JOIN receipt_line AS back ON back.receipt = other.id AND back.line = NEW.line
        WHERE other.returns = this.returns AND other.state <> 'cancelled' AND other.id <> this.id)))
BEGIN SELECT RAISE(ABORT, 'returned_once'); END;

-- Shifts follow each other; one ends by its last count, with a reason where that differs, and not while money is on
-- its way (rule 3).

CREATE TRIGGER shift_begins BEFORE INSERT ON shift
WHEN NEW.number <> ifnull((SELECT max(number) FROM shift), 0) + 1 OR NEW.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'shifts_follow'); END;

CREATE TRIGGER shift_kept BEFORE DELETE ON shift
BEGIN SELECT RAISE(ABORT, 'shifts_follow'); END;

CREATE TRIGGER shift_ends BEFORE UPDATE ON shift
BEGIN SELECT CASE
    WHEN OLD.state = 'closed' THEN RAISE(ABORT, 'shift_open')
    WHEN NEW.state = 'closed' AND EXISTS (SELECT 1 FROM receipt WHERE state = 'open' AND parked = 0)
        THEN RAISE(ABORT, 'receipt_open')
    WHEN NEW.state = 'closed' AND EXISTS (SELECT 1 FROM seqr_payment WHERE open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN NEW.state = 'closed' AND EXISTS (SELECT 1 FROM seqr_refund WHERE open = 1)
        THEN RAISE(ABORT, 'refund_open')
    WHEN NEW.state = 'closed' AND (NEW.counted IS NULL
        OR (NEW.counted <> NEW.expected AND ifnull(NEW.reason, '') = ''))
        THEN RAISE(ABORT, 'shift_counted')
END; END;

CREATE TRIGGER cash_moves BEFORE INSERT ON cash_movement
WHEN (SELECT state FROM shift WHERE number = NEW.shift) IS NOT 'open'
    OR NEW.number <> ifnull((SELECT max(number) FROM cash_movement WHERE shift = NEW.shift), 0) + 1
BEGIN SELECT RAISE(ABORT, 'shift_open'); END;

CREATE TRIGGER shift_is_counted BEFORE INSERT ON shift_count
WHEN (SELECT state FROM shift WHERE number = NEW.shift) IS NOT 'open'
    OR NEW.number <> ifnull((SELECT max(number) FROM shift_count WHERE shift = NEW.shift), 0) + 1
BEGIN SELECT RAISE(ABORT, 'shift_open'); END;
