# Rows of the SEQR invoice that the customer sees on the phone.
invoice-paid-in-cash = Paid in cash
invoice-paid-by-card = Paid by card
invoice-paid-by-voucher = Paid by voucher
invoice-paid-on-account = On account
invoice-paid-with-seqr = Already paid with SEQR
invoice-paid-otherwise = To be paid otherwise
invoice-cash-back = Cash back
invoice-unit = pcs
invoice-refund = Return of receipt { $number }
