-- Payments that a manager settled as paid and that SEQR calls paid with another amount: somebody has to look into them
-- although nothing more happens to them by themselves. Found by this index at every start.

CREATE INDEX seqr_payment_of_another_amount ON seqr_payment (receipt, number)
    WHERE settled_as = 'paid' AND paid_amount <> amount AND noted_at IS NULL;
