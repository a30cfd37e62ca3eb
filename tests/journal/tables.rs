//! What the tables refuse whoever writes to them: statements that Kassa itself never makes.

use kassa::core::money::Amount;
use rusqlite::Connection;

use crate::support::{Till, article, kronor};

/// Three receipts are completed, the fourth is cancelled, the fifth is open with a payment in the making on terminal T-1.
#[test]
fn tables_hold_their_rules_against_anyone() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    till.ring_up(&article("1", 10_000, 1_200));
    let _part = till.cash(kronor(20));
    let _attempt = till.seqr(Amount::from_minor(8_000));
    let other = Connection::open(directory.path().join("kassa.db")).unwrap();
    other.pragma_update(None, "foreign_keys", true).unwrap();
    let payment = "INSERT INTO seqr_payment (receipt, number, terminal, cashier, amount, fingerprint, created_at, state)";
    for (sql, refusal) in [
        ("UPDATE receipt SET total = 1 WHERE id = 1", "receipt_open"),
        ("UPDATE tender SET amount = 1 WHERE receipt = 5", "seqr_tender_stays"),
        ("DELETE FROM tender WHERE receipt = 5", "payment_open"),
        ("DELETE FROM tender WHERE receipt = 1", "receipt_open"),
        ("INSERT INTO vat_part VALUES (1, 0, 0, 0, 0)", "receipt_open"),
        ("UPDATE vat_part SET gross = 0, net = -vat WHERE receipt = 1", "receipt_open"),
        ("DELETE FROM vat_part WHERE receipt = 1", "receipt_open"),
        (&format!("{payment} VALUES (5, 2, 'T-2', 1, 1, '', 0, 'issued')"), "payment_states"),
        (&format!("{payment} VALUES (5, 2, 'T-2', 1, 0, '', 0, 'sending')"), "CHECK"),
        ("DELETE FROM seqr_payment WHERE receipt = 2", "payment_states"),
        ("UPDATE seqr_payment SET paid_amount = 1 WHERE receipt = 2", "payment_states"),
        ("UPDATE seqr_payment SET ers_reference = 'x' WHERE receipt = 2", "payment_states"),
        ("UPDATE seqr_payment SET state = 'gone' WHERE receipt = 5", "CHECK"),
        (
            "UPDATE seqr_payment SET paid_at = 1, ers_reference = 'x', paid_amount = 1, description = 'x'
             WHERE receipt = 5",
            "CHECK",
        ),
        ("UPDATE seqr_payment SET paid_at = 1 WHERE receipt = 5", "CHECK"),
        ("UPDATE seqr_payment SET ers_reference = 'x' WHERE receipt = 5", "CHECK"),
        ("UPDATE seqr_payment SET paid_amount = 1 WHERE receipt = 5", "CHECK"),
        ("UPDATE seqr_payment SET description = 'x' WHERE receipt = 5", "CHECK"),
        ("INSERT INTO print_job VALUES (4, 'x', 99, 0, 'queued', 0, NULL, 0, NULL)", "FOREIGN KEY"),
        ("UPDATE print_job SET state = 'eaten'", "CHECK"),
        ("INSERT INTO terminal VALUES ('T-3', '', '', NULL, 'lost', 1, NULL)", "CHECK"),
        ("UPDATE user SET active = 2", "CHECK"),
        ("INSERT INTO user VALUES ('one', '', '', '', 1)", "datatype mismatch"),
    ] {
        let refused = other.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains(refusal), "{sql}: {refused}");
    }
}

/// As above, on a receipt that no payment holds up.
#[test]
fn a_receipt_has_what_its_state_asks_for() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 1_200));
    let other = Connection::open(directory.path().join("kassa.db")).unwrap();
    for (sql, refusal) in [
        ("UPDATE receipt SET state = 'lost', ended_at = 1", "CHECK"),
        ("UPDATE receipt SET ended_at = 1", "CHECK"),
        ("UPDATE receipt SET number = 1", "CHECK"),
        ("UPDATE receipt SET state = 'cancelled'", "CHECK"),
        ("UPDATE receipt SET state = 'completed', ended_at = 1, number = 1", "CHECK"),
        ("UPDATE receipt_line SET quantity = 0", "CHECK"),
        ("INSERT INTO tender VALUES (1, 1, 'cash', 1, 1, NULL, NULL, 0, 0, NULL)", "CHECK"),
        ("INSERT INTO tender VALUES (1, 1, 'cash', 1, NULL, NULL, 'E', 0, 0, NULL)", "CHECK"),
        (
            "INSERT INTO tender VALUES (1, 1, 'seqr', 1, NULL, NULL, NULL, 0, 1, NULL)",
            "tender_of_payment",
        ),
        ("INSERT INTO vat_part VALUES (1, 0, 3, 1, 1)", "CHECK"),
        (
            "INSERT INTO receipt (id, register, state, opened_at, opened_by) VALUES (2, 'Kassa 2', 'cancelled', 0, 1)",
            "receipts_follow",
        ),
    ] {
        let refused = other.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains(refusal), "{sql}: {refused}");
    }
}
