-- The journal of one register.
--
-- Money is in öre, moments are nanoseconds since 1970-01-01 UTC, quantities are thousandths, rates of tax are
-- hundredths of a percent. What a trigger raises is the code of a rule in src/journal/error.rs.

PRAGMA application_id = 0x4B617373; -- "Kass"

-- The truth: facts, one after the other. `hash` covers the row and the hash before it (src/journal/chain.rs).
CREATE TABLE entry (
    seq       INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    register  TEXT    NOT NULL,
    user      INTEGER,
    kind      TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    prev_hash BLOB    NOT NULL CHECK (length(prev_hash) = 32),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    receipt   INTEGER GENERATED ALWAYS AS (coalesce(
        body ->> '$.receipt', body ->> '$.attempt.receipt', body ->> '$.order.attempt.receipt')) VIRTUAL
) STRICT;

CREATE INDEX entry_of_receipt ON entry (receipt) WHERE receipt IS NOT NULL;

CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NEW.seq <> ifnull((SELECT max(seq) FROM entry), 0) + 1
  OR NEW.prev_hash <> ifnull((SELECT hash FROM entry WHERE seq = NEW.seq - 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'entries_follow'); END;

CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries_stay'); END;

CREATE TRIGGER entry_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries_stay'); END;

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
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK ((state = 'completed') = (number IS NOT NULL)),
    CHECK (state <> 'completed'
        OR (cashier IS NOT NULL AND total IS NOT NULL AND rounding IS NOT NULL AND change IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX receipt_number ON receipt (number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX receipt_open ON receipt (register) WHERE state = 'open';

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
    ers_reference TEXT,
    taken_at      INTEGER NOT NULL,
    PRIMARY KEY (receipt, tender),
    CHECK ((kind = 'seqr') = (attempt IS NOT NULL)),
    CHECK ((kind = 'seqr') = (ers_reference IS NOT NULL))
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
                        'paid', 'acknowledged', 'confirmed', 'contradicted', 'ended', 'released')),
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
    open            INTEGER NOT NULL GENERATED ALWAYS AS
                        (state IN ('sending', 'send_unknown', 'issued', 'in_doubt')) VIRTUAL,
    unfinished      INTEGER NOT NULL GENERATED ALWAYS AS
                        (state NOT IN ('refused', 'confirmed', 'contradicted', 'ended', 'released')) VIRTUAL,
    PRIMARY KEY (receipt, number),
    CHECK ((state IN ('paid', 'acknowledged', 'confirmed', 'contradicted')) = (paid_at IS NOT NULL)),
    CHECK ((paid_at IS NULL) = (ers_reference IS NULL)),
    CHECK ((paid_at IS NULL) = (paid_amount IS NULL)),
    CHECK ((paid_at IS NULL) = (description IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX seqr_payment_open ON seqr_payment (terminal) WHERE open = 1;
CREATE UNIQUE INDEX seqr_payment_booked ON seqr_payment (ers_reference) WHERE ers_reference IS NOT NULL;
CREATE INDEX seqr_payment_unfinished ON seqr_payment (receipt, number) WHERE unfinished = 1;

CREATE TABLE print_job (
    job        INTEGER PRIMARY KEY,
    paper      TEXT    NOT NULL,
    receipt    INTEGER REFERENCES receipt (id),
    queued_at  INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('queued', 'started', 'sent', 'failed')),
    changed_at INTEGER NOT NULL,
    detail     TEXT
) STRICT;

CREATE INDEX print_job_pending ON print_job (job) WHERE state <> 'sent';

CREATE TABLE drawer_opening (
    seq     INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    user    INTEGER,
    why     TEXT    NOT NULL,
    receipt INTEGER REFERENCES receipt (id)
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

CREATE TABLE log_in (
    user          INTEGER PRIMARY KEY,
    times         INTEGER NOT NULL,
    refused_since INTEGER NOT NULL,
    last_at       INTEGER NOT NULL
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

-- Passwords, encrypted with a key that is kept elsewhere. Not part of what follows from the entries.
CREATE TABLE secret (
    name       TEXT PRIMARY KEY,
    nonce      BLOB NOT NULL CHECK (length(nonce) = 24),
    ciphertext BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Receipts begin, change and end by these rules.

CREATE TRIGGER receipt_begins BEFORE INSERT ON receipt
WHEN NEW.id <> ifnull((SELECT max(id) FROM receipt), 0) + 1 OR NEW.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'receipts_follow'); END;

CREATE TRIGGER receipt_kept BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'receipts_stay'); END;

CREATE TRIGGER receipt_ends BEFORE UPDATE ON receipt
BEGIN SELECT CASE
    WHEN OLD.state <> 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.id AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
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
END; END;

CREATE TRIGGER line_changed BEFORE UPDATE ON receipt_line
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = OLD.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
END; END;

CREATE TRIGGER line_removed BEFORE DELETE ON receipt_line
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = OLD.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
END; END;

CREATE TRIGGER tender_added BEFORE INSERT ON tender
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = NEW.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = NEW.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN NEW.kind = 'seqr' AND (
        NOT EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = NEW.receipt AND number = NEW.attempt
            AND ers_reference = NEW.ers_reference AND paid_amount = NEW.amount)
        OR EXISTS (SELECT 1 FROM tender WHERE receipt = NEW.receipt AND attempt = NEW.attempt))
        THEN RAISE(ABORT, 'tender_of_payment')
END; END;

CREATE TRIGGER tender_changed BEFORE UPDATE ON tender
BEGIN SELECT RAISE(ABORT, 'seqr_tender_stays'); END;

CREATE TRIGGER tender_removed BEFORE DELETE ON tender
BEGIN SELECT CASE
    WHEN (SELECT state FROM receipt WHERE id = OLD.receipt) IS NOT 'open' THEN RAISE(ABORT, 'receipt_open')
    WHEN EXISTS (SELECT 1 FROM seqr_payment WHERE receipt = OLD.receipt AND open = 1)
        THEN RAISE(ABORT, 'payment_open')
    WHEN OLD.kind = 'seqr' THEN RAISE(ABORT, 'seqr_tender_stays')
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
    WHEN 'paid' THEN OLD.state NOT IN ('issued', 'in_doubt')
    WHEN 'acknowledged' THEN OLD.state <> 'paid'
    WHEN 'confirmed' THEN OLD.state <> 'acknowledged'
    WHEN 'contradicted' THEN OLD.state NOT IN ('paid', 'acknowledged')
    ELSE NOT OLD.open
END
BEGIN SELECT RAISE(ABORT, 'payment_states'); END;

CREATE TRIGGER seqr_payment_post_stays
BEFORE UPDATE OF ers_reference, paid_amount, description, paid_at, amount, terminal ON seqr_payment
WHEN OLD.paid_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'payment_states'); END;

CREATE TRIGGER terminal_leaves BEFORE UPDATE OF state ON terminal
WHEN OLD.state = 'registered' AND NEW.state <> 'registered'
    AND EXISTS (SELECT 1 FROM seqr_payment WHERE terminal = OLD.id AND open = 1)
BEGIN SELECT RAISE(ABORT, 'terminal_busy'); END;

CREATE TRIGGER print_job_follows BEFORE INSERT ON print_job
WHEN NEW.job <> ifnull((SELECT max(job) FROM print_job), 0) + 1
BEGIN SELECT RAISE(ABORT, 'jobs_follow'); END;
