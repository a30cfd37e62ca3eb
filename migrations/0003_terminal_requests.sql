-- What SEQR was asked about the registration of this register, so that a lost answer is known after a restart.
--
-- Units and codes as in 0001_journal.sql.

-- Follows from the entries. `seq` is the entry that asked. A question stays unanswered until SEQR has refused it, or has
-- done anything about the registration since: then it does not matter any more what became of it.
CREATE TABLE terminal_request (
    seq        INTEGER PRIMARY KEY,
    what       TEXT    NOT NULL CHECK (what IN ('register', 'assign', 'unregister')),
    unanswered INTEGER NOT NULL CHECK (unanswered IN (0, 1))
) STRICT;
