# What stands on receipts.

# The law's own words (SKVFS 2014:9, 5 kap): the same in every language, never changed.
marking-copy = KOPIA
marking-training = ÖVNING
marking-not-a-receipt = EJ KVITTO
marking-copy-meaning = This is a copy of a receipt.
marking-training-meaning = Training: nothing was sold or paid.
marking-not-a-receipt-meaning = This is not a receipt.

# Not the law's: the original again, after a print that was cut off.
marking-printed-again = NEW PRINT { $print }
marking-printed-again-meaning = The print before was cut off and is not valid. This is the same receipt, not a copy.

receipt-title = Receipt { $number }
receipt-electronic = Electronic receipt (elektroniskt kassakvitto)
receipt-organisation-number = Org. no. { $number }
receipt-line = { $quantity } × { $name }
receipt-unit-price = at { $price }
receipt-total = To pay { $currency }
receipt-vat-included = VAT included
receipt-cash = Cash
receipt-voucher = Voucher
receipt-account = On account
receipt-discount = Discount
receipt-discount-percent = Discount { $percent }
receipt-discount-whole = Discount on the purchase
receipt-regular-price = usually { $price }
receipt-card = Card
# SEQR asks for these very words on every receipt, whatever its language.
receipt-seqr = SEQR payment
receipt-seqr-unverified = SEQR payment (unverified)
receipt-reference = Ref. { $reference }
receipt-rounding = Rounding
receipt-change = Change
receipt-vat-rate = VAT
receipt-net = Net
receipt-vat = VAT
receipt-gross = Gross
receipt-cashier = Served by { $name }
receipt-manufacturing-number = Manufacturing no. { $number }
receipt-return-title = Return receipt { $number }
receipt-return-of = Returns receipt { $number }
receipt-return-total = To give back { $currency }
receipt-seqr-refund = SEQR payment, refund
receipt-refund-reference = Refund { $reference }
