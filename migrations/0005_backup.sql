-- Backups: what was copied last, and where numbering goes on in a journal that was restored from a copy.
--
-- No row is changed: the new tables are empty, since no entry of an older program leads to a row in them.

-- The newest copy in the folder of the settings, and the newest elsewhere: two rows at most.
CREATE TABLE backup (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    file      TEXT    NOT NULL,
    entries   INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    elsewhere INTEGER NOT NULL UNIQUE CHECK (elsewhere IN (0, 1))
) STRICT;

-- Receipts and numbers that may have been given out in a journal that was put aside when this one was restored:
-- numbering goes on behind them, and the entry tells why some are missing here.
CREATE TABLE journal_restored (
    seq          INTEGER PRIMARY KEY,
    last_receipt INTEGER NOT NULL,
    last_number  INTEGER NOT NULL
) STRICT;

DROP TRIGGER receipt_begins;
CREATE TRIGGER receipt_begins BEFORE INSERT ON receipt
WHEN NEW.state <> 'open' OR NEW.id <> max(
    ifnull((SELECT max(id) FROM receipt), 0),
    ifnull((SELECT max(last_receipt) FROM journal_restored), 0)) + 1
BEGIN SELECT RAISE(ABORT, 'receipts_follow'); END;

DROP TRIGGER receipt_ends;
CREATE TRIGGER receipt_ends BEFORE UPDATE ON receipt
BEGIN SELECT CASE
    WHEN OLD.state <> 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.id AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN EXISTS (SELECT 1 FROM seqr_refund WHERE receipt = OLD.id AND open = 1)
        THEN RAISE(ABORT, 'refund_open')
    WHEN EXISTS (SELECT 1 FROM seqr_refund AS given WHERE receipt = OLD.id AND given_back = 1
        AND NOT EXISTS (SELECT 1 FROM tender WHERE receipt = OLD.id AND refund = given.number))
        THEN RAISE(ABORT, 'tender_of_refund')
    WHEN NEW.state = 'cancelled' AND EXISTS (SELECT 1 FROM tender WHERE receipt = OLD.id)
        THEN RAISE(ABORT, 'tender_taken')
    WHEN NEW.number <> max(
        ifnull((SELECT max(number) FROM receipt WHERE number IS NOT NULL), 0),
        ifnull((SELECT max(last_number) FROM journal_restored), 0)) + 1
        THEN RAISE(ABORT, 'receipt_numbers_follow')
    WHEN NEW.state = 'completed' AND (
        NEW.total <> (SELECT ifnull(sum(sum), 0) FROM receipt_line WHERE receipt = OLD.id)
        OR NEW.total <> (SELECT ifnull(sum(gross), 0) FROM vat_part WHERE receipt = OLD.id)
        OR NEW.total + NEW.rounding
            <> (SELECT ifnull(sum(amount), 0) FROM tender WHERE receipt = OLD.id) - NEW.change)
        THEN RAISE(ABORT, 'sums_agree')
END; END;
