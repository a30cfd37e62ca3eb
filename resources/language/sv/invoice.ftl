# Rader på SEQR-räkningen som kunden ser i telefonen.
invoice-paid-in-cash = Betalt kontant
invoice-paid-by-card = Betalt med kort
invoice-paid-by-voucher = Betalt med presentkort
invoice-paid-on-account = På faktura
invoice-paid-with-seqr = Redan betalt med SEQR
invoice-paid-otherwise = Betalas på annat sätt
invoice-cash-back = Kontant tillbaka
invoice-unit = st
invoice-refund = Retur av kvitto { $number }
