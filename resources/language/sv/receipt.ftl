# What stands on receipts.

# The law's own words (SKVFS 2014:9, 5 kap): the same in every language, never changed.
marking-copy = KOPIA
marking-training = ÖVNING
marking-not-a-receipt = EJ KVITTO
marking-copy-meaning = Detta är en kopia av ett kvitto.
marking-training-meaning = Övning: ingenting är sålt eller betalt.
marking-not-a-receipt-meaning = Detta är inte ett kvitto.

# Not the law's: the original again, after a print that was cut off.
marking-printed-again = NY UTSKRIFT { $print }
marking-printed-again-meaning = Förra utskriften avbröts och gäller inte. Detta är samma kvitto, inte en kopia.

receipt-title = Kvitto { $number }
receipt-electronic = Elektroniskt kassakvitto
receipt-organisation-number = Org.nr { $number }
receipt-line = { $quantity } × { $name }
receipt-unit-price = à { $price }
receipt-total = Att betala { $currency }
receipt-vat-included = Varav moms
receipt-cash = Kontant
receipt-voucher = Presentkort
receipt-account = Faktureras
receipt-discount = Rabatt
receipt-discount-percent = Rabatt { $percent }
receipt-discount-whole = Rabatt på köpet
receipt-regular-price = ordinarie pris { $price }
receipt-card = Kort
# SEQR asks for these very words on every receipt, whatever its language.
receipt-seqr = SEQR payment
receipt-seqr-unverified = SEQR payment (ej verifierad)
receipt-reference = Ref. { $reference }
receipt-rounding = Öresavrundning
receipt-change = Tillbaka
receipt-vat-rate = Moms
receipt-net = Netto
receipt-vat = Moms
receipt-gross = Brutto
receipt-cashier = Kassör { $name }
receipt-manufacturing-number = Tillverkningsnr { $number }
receipt-return-title = Returkvitto { $number }
receipt-return-of = Avser kvitto { $number }
receipt-return-total = Att återbetala { $currency }
receipt-seqr-refund = SEQR payment, återbetalning
receipt-refund-reference = Returref. { $reference }
