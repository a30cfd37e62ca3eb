-- Refunds, settled payments, papers that were looked at, locks after wrong PINs: the tables that follow from the
-- entries, made anew. Whoever takes this step fills them from the entries in the same transaction
-- (src/journal/migration.rs), so no row is changed here.
--
-- Units and codes as in 0001_journal.sql.

-- Triggers and indexes go with their tables.
DROP TABLE article_code;
DROP TABLE article;
DROP TABLE log_in;
DROP TABLE user;
DROP TABLE terminal;
DROP TABLE setting;
DROP TABLE drawer_opening;
DROP TABLE print_job;
DROP TABLE seqr_payment;
DROP TABLE vat_part;
DROP TABLE tender;
DROP TABLE receipt_line;
DROP TABLE receipt;

-- Which receipt an entry belongs to: entries about refunds say it in places of their own. The column is calculated,
-- so no entry changes.
DROP INDEX entry_of_receipt;
ALTER TABLE entry DROP COLUMN receipt;
ALTER TABLE entry ADD COLUMN receipt INTEGER GENERATED ALWAYS AS (coalesce(
    body ->> '$.receipt', body ->> '$.attempt.receipt', body ->> '$.order.attempt.receipt',
    body ->> '$.refund.receipt', body ->> '$.order.refund.receipt', body ->> '$.payment.receipt')) VIRTUAL;
CREATE INDEX entry_of_receipt ON entry (receipt) WHERE receipt IS NOT NULL;

-- Everything below follows from the entries.

CREATE TABLE receipt (
    id           INTEGER PRIMARY KEY,
    number       INTEGER,
    register     TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('open', 'completed', 'cancelled')),
    opened_at    INTEGER NOT NULL,
    opened_by    INTEGER NOT NULL,
    ended_at     INTEGER,
    cashier      INTEGER,
    cashier_name TEXT,
    total        INTEGER,
    rounding     INTEGER,
    change       INTEGER,
    returns      INTEGER REFERENCES receipt (id),
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK ((state = 'completed') = (number IS NOT NULL)),
    CHECK (state <> 'completed'
        OR (cashier IS NOT NULL AND total IS NOT NULL AND rounding IS NOT NULL AND change IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX receipt_number ON receipt (number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX receipt_open ON receipt (register) WHERE state = 'open';
CREATE INDEX receipt_returns ON receipt (returns) WHERE returns IS NOT NULL;

CREATE TABLE receipt_line (
    receipt    INTEGER NOT NULL REFERENCES receipt (id),
    line       INTEGER NOT NULL,
    article    TEXT,
    code       TEXT,
    name_sv    TEXT    NOT NULL,
    name_en    TEXT,
    quantity   INTEGER NOT NULL CHECK (quantity > 0),
    unit_price INTEGER NOT NULL,
    sum        INTEGER NOT NULL,
    vat_rate   INTEGER NOT NULL,
    group_sv   TEXT    NOT NULL,
    group_en   TEXT,
    kind       TEXT    NOT NULL,
    PRIMARY KEY (receipt, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE tender (
    receipt       INTEGER NOT NULL REFERENCES receipt (id),
    tender        INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    amount        INTEGER NOT NULL,
    attempt       INTEGER,
    refund        INTEGER,
    ers_reference TEXT,
    taken_at      INTEGER NOT NULL,
    unverified    INTEGER NOT NULL CHECK (unverified IN (0, 1)),
    PRIMARY KEY (receipt, tender),
    CHECK ((kind = 'seqr') = ((attempt IS NOT NULL) + (refund IS NOT NULL) = 1)),
    CHECK (attempt IS NULL OR unverified = (ers_reference IS NULL)),
    CHECK (unverified = 0 OR attempt IS NOT NULL),
    CHECK (kind = 'seqr' OR ers_reference IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE vat_part (
    receipt INTEGER NOT NULL REFERENCES receipt (id),
    rate    INTEGER NOT NULL,
    gross   INTEGER NOT NULL,
    vat     INTEGER NOT NULL,
    net     INTEGER NOT NULL,
    PRIMARY KEY (receipt, rate),
    CHECK (net + vat = gross)
) STRICT, WITHOUT ROWID;

-- One row for each attempt to be paid with SEQR; once it is paid, the transaction post.
CREATE TABLE seqr_payment (
    receipt         INTEGER NOT NULL REFERENCES receipt (id),
    number          INTEGER NOT NULL,
    terminal        TEXT    NOT NULL,
    cashier         INTEGER NOT NULL,
    amount          INTEGER NOT NULL CHECK (amount > 0),
    fingerprint     TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('sending', 'send_unknown', 'refused', 'issued', 'in_doubt',
                        'paid', 'acknowledged', 'confirmed', 'receipt_refused', 'contradicted', 'ended', 'released',
                        'settled', 'refuted')),
    sendings        INTEGER NOT NULL DEFAULT 0,
    lost_sendings   INTEGER NOT NULL DEFAULT 0,
    reference       TEXT,
    cancel_asked_at INTEGER,
    detail          TEXT,
    ended_at        INTEGER,
    ers_reference   TEXT,
    paid_amount     INTEGER,
    description     TEXT,
    paid_at         INTEGER,
    circumstance    TEXT,
    version         INTEGER,
    doubtful_since  INTEGER,
    settled_as      TEXT CHECK (settled_as IN ('paid', 'not_paid')),
    settled_at      INTEGER,
    settled_by      INTEGER,
    settled_why     TEXT,
    noted_at        INTEGER,
    noted_by        INTEGER,
    noted_why       TEXT,
    open            INTEGER NOT NULL GENERATED ALWAYS AS
                        (state IN ('sending', 'send_unknown', 'issued', 'in_doubt')) VIRTUAL,
    unfinished      INTEGER NOT NULL GENERATED ALWAYS AS
                        (state NOT IN ('refused', 'confirmed', 'receipt_refused', 'ended') AND noted_at IS NULL) VIRTUAL,
    PRIMARY KEY (receipt, number),
    CHECK (state = 'refuted' OR (paid_at IS NOT NULL)
        = (state IN ('paid', 'acknowledged', 'confirmed', 'receipt_refused', 'contradicted'))),
    CHECK (state <> 'settled' OR settled_as IS NOT NULL),
    CHECK ((settled_as IS NULL) = (settled_at IS NULL AND settled_by IS NULL AND settled_why IS NULL)),
    CHECK ((noted_at IS NULL) = (noted_by IS NULL AND noted_why IS NULL)),
    CHECK ((paid_at IS NULL) = (ers_reference IS NULL)),
    CHECK ((paid_at IS NULL) = (paid_amount IS NULL)),
    CHECK ((paid_at IS NULL) = (description IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX seqr_payment_open ON seqr_payment (terminal) WHERE open = 1;
CREATE UNIQUE INDEX seqr_payment_booked ON seqr_payment (ers_reference) WHERE ers_reference IS NOT NULL;
CREATE INDEX seqr_payment_unfinished ON seqr_payment (receipt, number) WHERE unfinished = 1;

-- One row for each refund through SEQR. `refund_reference` is SEQR's number of the refund itself.
CREATE TABLE seqr_refund (
    receipt          INTEGER NOT NULL REFERENCES receipt (id),
    number           INTEGER NOT NULL,
    payment_receipt  INTEGER NOT NULL,
    payment_number   INTEGER NOT NULL,
    ers_reference    TEXT    NOT NULL,
    amount           INTEGER NOT NULL CHECK (amount > 0),
    remainder        INTEGER NOT NULL CHECK (remainder >= amount),
    settled_before   INTEGER NOT NULL CHECK (settled_before IN (0, 1)),
    terminal         TEXT    NOT NULL,
    user             INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('sending', 'unknown', 'in_doubt', 'refused', 'refunded',
                         'confirmed', 'receipt_refused', 'settled')),
    sendings         INTEGER NOT NULL DEFAULT 0,
    lost_sendings    INTEGER NOT NULL DEFAULT 0,
    detail           TEXT,
    ended_at         INTEGER,
    refund_reference TEXT,
    verdict          TEXT CHECK (verdict IN ('given_back', 'not_given_back')),
    settled_by       INTEGER,
    reason           TEXT,
    open             INTEGER NOT NULL GENERATED ALWAYS AS
                         (state IN ('sending', 'unknown', 'in_doubt')) VIRTUAL,
    given_back       INTEGER NOT NULL GENERATED ALWAYS AS
                         (state IN ('refunded', 'confirmed', 'receipt_refused') OR ifnull(verdict = 'given_back', 0)) VIRTUAL,
    unfinished       INTEGER NOT NULL GENERATED ALWAYS AS
                         (state IN ('sending', 'unknown', 'in_doubt') OR (state = 'refunded' AND refund_reference IS NOT NULL))
                         VIRTUAL,
    PRIMARY KEY (receipt, number),
    FOREIGN KEY (payment_receipt, payment_number) REFERENCES seqr_payment (receipt, number),
    CHECK ((state = 'settled') = (verdict IS NOT NULL)),
    CHECK ((verdict IS NULL) = (settled_by IS NULL)),
    CHECK ((verdict IS NULL) = (reason IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX seqr_refund_open ON seqr_refund (receipt) WHERE open = 1;
CREATE UNIQUE INDEX seqr_refund_open_of_payment ON seqr_refund (payment_receipt, payment_number) WHERE open = 1;
CREATE INDEX seqr_refund_of_payment ON seqr_refund (payment_receipt, payment_number);
CREATE INDEX seqr_refund_unfinished ON seqr_refund (receipt, number) WHERE unfinished = 1;

-- Refunds that were promised and have not been made. `seq` is the entry of the promise.
CREATE TABLE refund_owed (
    receipt INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    user    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (receipt, number),
    FOREIGN KEY (receipt, number) REFERENCES seqr_payment (receipt, number)
) STRICT, WITHOUT ROWID;

-- `prints` counts how often the job has gone to the printer: from the second time on its paper is marked.
CREATE TABLE print_job (
    job        INTEGER PRIMARY KEY,
    paper      TEXT    NOT NULL,
    receipt    INTEGER REFERENCES receipt (id),
    queued_at  INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('queued', 'started', 'sent', 'failed', 'dropped')),
    changed_at INTEGER NOT NULL,
    detail     TEXT,
    prints     INTEGER NOT NULL DEFAULT 0 CHECK (prints >= 0)
) STRICT;

CREATE INDEX print_job_pending ON print_job (job) WHERE state NOT IN ('sent', 'dropped');

CREATE TABLE drawer_opening (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    user    INTEGER,
    why     TEXT    NOT NULL,
    receipt INTEGER REFERENCES receipt (id),
    approved_by INTEGER
) STRICT;

-- The newest settings, one row for each of their fields, as JSON.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One terminal at a time is 'registered'. The numbers of the entries let the register's state be rebuilt from them.
CREATE TABLE terminal (
    id             TEXT PRIMARY KEY,
    external_id    TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    seqr_id        TEXT,
    state          TEXT    NOT NULL CHECK (state IN ('registered', 'replaced', 'unregistered')),
    registered_seq INTEGER NOT NULL,
    assigned_seq   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
    number INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL,
    role   TEXT    NOT NULL,
    pin    TEXT    NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

-- `refused_since`: wrong PINs in a row. While there are any, the last of them was at `last_at`.
CREATE TABLE log_in (
    user          INTEGER PRIMARY KEY,
    times         INTEGER NOT NULL,
    refused_since INTEGER NOT NULL,
    last_at       INTEGER NOT NULL
) STRICT;

-- Every wrong PIN, so that guessing under many numbers is slowed down as well.
CREATE TABLE pin_refusal (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    user INTEGER NOT NULL
) STRICT;

-- `place` is the number of the entry that first saved the article: articles are shown in that order.
CREATE TABLE article (
    place    INTEGER PRIMARY KEY,
    number   TEXT    NOT NULL UNIQUE,
    name_sv  TEXT    NOT NULL,
    name_en  TEXT,
    price    INTEGER NOT NULL,
    vat_rate INTEGER NOT NULL,
    group_sv TEXT    NOT NULL,
    group_en TEXT,
    kind     TEXT    NOT NULL
) STRICT;

-- A code belongs to the article that was saved with it last.
CREATE TABLE article_code (
    code     TEXT PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES article (place),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX article_code_of_article ON article_code (article, position);

-- Times of training, each with a journal of its own. One at a time.
CREATE TABLE training (
    session   TEXT    PRIMARY KEY,
    begun_seq INTEGER NOT NULL,
    ended_seq INTEGER,
    receipts  INTEGER,
    total     INTEGER,
    CHECK ((ended_seq IS NULL) = (receipts IS NULL) AND (ended_seq IS NULL) = (total IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX training_open ON training (ended_seq IS NULL) WHERE ended_seq IS NULL;

-- Receipts begin, change and end by these rules.

CREATE TRIGGER receipt_begins BEFORE INSERT ON receipt
WHEN NEW.id <> ifnull((SELECT max(id) FROM receipt), 0) + 1 OR NEW.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'receipts_follow'); END;

CREATE TRIGGER receipt_returns_a_sale BEFORE INSERT ON receipt
WHEN NEW.returns IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM receipt WHERE id = NEW.returns AND state = 'completed' AND returns IS NULL)
BEGIN SELECT RAISE(ABORT, 'return_of_sale'); END;

CREATE TRIGGER receipt_kept BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts_stay'); END;

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
    WHEN NEW.number <> ifnull((SELECT max(number) FROM receipt WHERE number IS NOT NULL), 0) + 1
        THEN RAISE(ABORT, 'receipt_numbers_follow')
    WHEN NEW.state = 'completed' AND (
        NEW.total <> (SELECT ifnull(sum(sum), 0) FROM receipt_line WHERE receipt = OLD.id)
        OR NEW.total <> (SELECT ifnull(sum(gross), 0) FROM vat_part WHERE receipt = OLD.id)
        OR NEW.total + NEW.rounding
            <> (SELECT ifnull(sum(amount), 0) FROM tender WHERE receipt = OLD.id) - NEW.change)
        THEN RAISE(ABORT, 'sums_agree')
END; END;

CREATE TRIGGER line_added BEFORE INSERT ON receipt_line
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = NEW.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = NEW.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN EXISTS (SELECT 1 FROM seqr_refund WHERE receipt = NEW.receipt AND open = 1)
        THEN RAISE(ABORT, 'refund_open')
    -- No more comes back of a line than was sold, and for the same price.
    WHEN (SELECT returns FROM receipt WHERE id = NEW.receipt) IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM receipt AS this JOIN receipt_line AS sold ON sold.receipt = this.returns AND sold.line = NEW.line
        WHERE this.id = NEW.receipt AND NEW.unit_price = -sold.unit_price AND NEW.vat_rate = sold.vat_rate
            AND NEW.quantity + (
                SELECT ifnull(sum(back.quantity), 0)
                FROM receipt AS other JOIN receipt_line AS back ON back.receipt = other.id AND back.line = NEW.line
                WHERE other.returns = this.returns AND other.state <> 'cancelled') <= sold.quantity)
        THEN RAISE(ABORT, 'returned_once')
END; END;

CREATE TRIGGER line_changed BEFORE UPDATE ON receipt_line
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = OLD.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN EXISTS (SELECT 1 FROM seqr_refund WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'refund_open')
    -- No more comes back of a line than was sold, and for the same price.
    WHEN (SELECT returns FROM receipt WHERE id = NEW.receipt) IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM receipt AS this JOIN receipt_line AS sold ON sold.receipt = this.returns AND sold.line = NEW.line
        WHERE this.id = NEW.receipt AND NEW.unit_price = -sold.unit_price AND NEW.vat_rate = sold.vat_rate
            AND NEW.quantity - OLD.quantity + (
                SELECT ifnull(sum(back.quantity), 0)
                FROM receipt AS other JOIN receipt_line AS back ON back.receipt = other.id AND back.line = NEW.line
                WHERE other.returns = this.returns AND other.state <> 'cancelled') <= sold.quantity)
        THEN RAISE(ABORT, 'returned_once')
END; END;

CREATE TRIGGER line_removed BEFORE DELETE ON receipt_line
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = OLD.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN EXISTS (SELECT 1 FROM seqr_refund WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'refund_open')
END; END;

CREATE TRIGGER tender_added BEFORE INSERT ON tender
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = NEW.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = NEW.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN EXISTS (SELECT 1 FROM seqr_refund WHERE receipt = NEW.receipt AND open = 1)
        THEN RAISE(ABORT, 'refund_open')
    WHEN (NEW.amount > 0) <> ((SELECT returns FROM receipt WHERE id = NEW.receipt) IS NULL) AND NEW.amount <> 0
        THEN RAISE(ABORT, 'returns_give_back')
    WHEN NEW.unverified = 1 AND (
        NOT EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = NEW.receipt AND number = NEW.attempt
            AND state = 'settled' AND settled_as = 'paid' AND amount = NEW.amount)
        OR EXISTS (SELECT 1 FROM tender WHERE receipt = NEW.receipt AND attempt = NEW.attempt))
        THEN RAISE(ABORT, 'tender_of_payment')
    WHEN NEW.kind = 'seqr' AND NEW.attempt IS NOT NULL AND NEW.unverified = 0 AND (
        NOT EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = NEW.receipt AND number = NEW.attempt
            AND ers_reference = NEW.ers_reference AND paid_amount = NEW.amount)
        OR EXISTS (SELECT 1 FROM tender WHERE receipt = NEW.receipt AND attempt = NEW.attempt))
        THEN RAISE(ABORT, 'tender_of_payment')
    WHEN NEW.refund IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM seqr_refund WHERE receipt = NEW.receipt AND number = NEW.refund AND given_back = 1
            AND refund_reference IS NEW.ers_reference AND amount = -NEW.amount)
        OR EXISTS (SELECT 1 FROM tender WHERE receipt = NEW.receipt AND refund = NEW.refund))
        THEN RAISE(ABORT, 'tender_of_refund')
END; END;

CREATE TRIGGER tender_changed BEFORE UPDATE ON tender
BEGIN SELECT RAISE(ABORT, 'seqr_tender_stays'); END;

CREATE TRIGGER tender_removed BEFORE DELETE ON tender
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = OLD.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN EXISTS (SELECT 1 FROM seqr_refund WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'refund_open')
    WHEN OLD.kind = 'seqr' AND NOT EXISTS (SELECT 1 FROM seqr_payment
        WHERE receipt = OLD.receipt AND number = OLD.attempt AND noted_at IS NOT NULL
            AND (state = 'contradicted' OR (state = 'refuted' AND settled_as = 'paid')))
        THEN RAISE(ABORT, 'seqr_tender_stays')
END; END;

CREATE TRIGGER vat_part_added BEFORE INSERT ON vat_part
WHEN (SELECT state FROM receipt WHERE id = NEW.receipt) IS NOT 'open'
BEGIN SELECT RAISE(ABORT, 'receipt_open'); END;

CREATE TRIGGER vat_part_unchanged BEFORE UPDATE ON vat_part
BEGIN SELECT RAISE(ABORT, 'receipt_open'); END;

CREATE TRIGGER vat_part_kept BEFORE DELETE ON vat_part
BEGIN SELECT RAISE(ABORT, 'receipt_open'); END;

-- Payments go through their states by these.

CREATE TRIGGER seqr_payment_begins BEFORE INSERT ON seqr_payment
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = NEW.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN NEW.number <> ifnull((SELECT max(number) FROM seqr_payment WHERE receipt = NEW.receipt), 0) + 1
        THEN RAISE(ABORT, 'attempts_follow')
    WHEN NEW.state <> 'sending' THEN RAISE(ABORT, 'payment_states')
END; END;

CREATE TRIGGER seqr_payment_kept BEFORE DELETE ON seqr_payment
BEGIN SELECT RAISE(ABORT, 'payment_states'); END;

CREATE TRIGGER seqr_payment_moves BEFORE UPDATE OF state ON seqr_payment
WHEN CASE NEW.state
    WHEN 'paid' THEN OLD.state NOT IN ('issued', 'in_doubt', 'settled')
    WHEN 'settled' THEN OLD.state <> 'in_doubt'
    WHEN 'refuted' THEN OLD.state <> 'settled'
    WHEN 'ended' THEN NOT OLD.open AND (OLD.state <> 'settled' OR OLD.settled_as <> 'not_paid')
    WHEN 'acknowledged' THEN OLD.state <> 'paid'
    WHEN 'confirmed' THEN OLD.state <> 'acknowledged'
    WHEN 'receipt_refused' THEN OLD.state <> 'acknowledged'
    WHEN 'contradicted' THEN OLD.state NOT IN ('paid', 'acknowledged')
    ELSE NOT OLD.open
END
BEGIN SELECT RAISE(ABORT, 'payment_states'); END;

CREATE TRIGGER seqr_payment_post_stays
BEFORE UPDATE OF ers_reference, paid_amount, description, paid_at, amount, terminal ON seqr_payment
WHEN OLD.paid_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'payment_states'); END;

-- Refunds go through their states by these (rule 17).

CREATE TRIGGER seqr_refund_begins BEFORE INSERT ON seqr_refund
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = NEW.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN (SELECT returns FROM receipt WHERE id = NEW.receipt) IS NOT NEW.payment_receipt
        THEN RAISE(ABORT, 'refund_on_return')
    WHEN NEW.number <> ifnull((SELECT max(number) FROM seqr_refund WHERE receipt = NEW.receipt), 0) + 1
        THEN RAISE(ABORT, 'refunds_follow')
    WHEN NEW.state <> 'sending' THEN RAISE(ABORT, 'refund_states')
    -- The index says so as well, but only after the sums below, which an open refund is part of.
    WHEN EXISTS (SELECT 1 FROM seqr_refund WHERE payment_receipt = NEW.payment_receipt
        AND payment_number = NEW.payment_number AND open = 1) THEN RAISE(ABORT, 'one_open_refund')
    WHEN NOT EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = NEW.payment_receipt AND number = NEW.payment_number
        AND ers_reference = NEW.ers_reference
        AND NEW.remainder = paid_amount - (SELECT ifnull(sum(amount), 0) FROM seqr_refund
            WHERE payment_receipt = NEW.payment_receipt AND payment_number = NEW.payment_number AND given_back = 1))
        THEN RAISE(ABORT, 'refund_at_most_paid')
    WHEN NEW.settled_before <> EXISTS (SELECT 1 FROM seqr_refund WHERE payment_receipt = NEW.payment_receipt
        AND payment_number = NEW.payment_number AND state = 'settled')
        THEN RAISE(ABORT, 'refund_at_most_paid')
END; END;

CREATE TRIGGER seqr_refund_kept BEFORE DELETE ON seqr_refund
BEGIN SELECT RAISE(ABORT, 'refund_states'); END;

-- A part is sent once; the whole remainder again only while nobody knows what came of it.
CREATE TRIGGER seqr_refund_sent BEFORE UPDATE OF sendings ON seqr_refund
WHEN NEW.sendings <> OLD.sendings + 1
    OR (OLD.sendings > 0 AND (OLD.state <> 'unknown' OR OLD.amount < OLD.remainder OR OLD.settled_before))
BEGIN SELECT RAISE(ABORT, 'refund_sent_once'); END;

CREATE TRIGGER seqr_refund_moves BEFORE UPDATE OF state ON seqr_refund
WHEN CASE
    WHEN NEW.state IN ('confirmed', 'receipt_refused') THEN OLD.state <> 'refunded'
    WHEN NEW.state = 'settled' THEN OLD.state NOT IN ('unknown', 'in_doubt')
    ELSE NOT OLD.open
END
BEGIN SELECT RAISE(ABORT, 'refund_states'); END;

CREATE TRIGGER seqr_refund_order_stays
BEFORE UPDATE OF payment_receipt, payment_number, ers_reference, amount, remainder, settled_before, terminal ON seqr_refund
BEGIN SELECT RAISE(ABORT, 'refund_states'); END;

CREATE TRIGGER terminal_leaves BEFORE UPDATE OF state ON terminal
WHEN OLD.state = 'registered' AND NEW.state <> 'registered'
    AND (EXISTS (SELECT 1 FROM seqr_payment WHERE terminal = OLD.id AND open = 1)
        OR EXISTS (SELECT 1 FROM seqr_refund WHERE terminal = OLD.id AND open = 1))
BEGIN SELECT RAISE(ABORT, 'terminal_busy'); END;

CREATE TRIGGER print_job_follows BEFORE INSERT ON print_job
WHEN NEW.job <> ifnull((SELECT max(job) FROM print_job), 0) + 1
BEGIN SELECT RAISE(ABORT, 'jobs_follow'); END;
