# Simulatorns egna sidor: kundens telefon och felen.

phone-page-title = Kundens telefon
phone-simulator = Simulator: inga pengar flyttas.
phone-faults = Fel att prova
phone-nothing = Ingen räkning väntar
phone-nothing-hint = Slå in något i kassan och välj SEQR. Räkningen visas här av sig själv.
phone-total = Att betala
phone-confirm = Betala { $amount }
phone-decline = Avböj
phone-more = Mer
phone-bank-slow = Betala, men banken dröjer
phone-bank-refuses = Banken nekar
phone-bank-agrees = Banken godkänner
phone-bank-working = Banken arbetar …
phone-paid = Betalt
phone-reserved = Beloppet är reserverat
phone-declined = Du har avböjt
phone-canceled = Kassan har avbrutit
phone-replaced = Ersatt av en nyare räkning
phone-unregistered = Kassan är inte längre ansluten
phone-reversed = Betalningen togs tillbaka: kassan frågade inte efter den i tid
phone-refused = Banken har nekat
phone-expired = Tiden gick ut
phone-lapsed = Reservationen gick ut
phone-reference = Referens { $reference }

faults-title = Fel att prova
faults-introduction = Här får SEQR-simulatorn fel med flit, så att ni ser hur kassan klarar det.
faults-back = Till kundens telefon
faults-now = Påslaget nu
faults-none = Inga fel är påslagna.
faults-rule = När kassan { $operation }: { $fault }, { $frequency }.
faults-switch-off = Slå av
faults-all-off = Slå av alla
faults-new = Slå på ett fel
faults-when = När kassan
faults-what = händer detta
faults-code = Kod (används bara när SEQR svarar med en kod)
faults-how-often = så ofta
faults-switch-on = Slå på

faults-operation-all = vill något som helst
faults-operation-registerTerminal = registrerar sig
faults-operation-unregisterTerminal = avregistrerar sig
faults-operation-assignSeqrId = knyter en SEQR-dekal till sig
faults-operation-sendInvoice = skickar en räkning
faults-operation-updateInvoice = ändrar en räkning
faults-operation-getPaymentStatus = frågar om det är betalt
faults-operation-cancelInvoice = avbryter en räkning
faults-operation-commitReservation = tar ett reserverat belopp
faults-operation-submitPaymentReceipt = skickar ett kvitto
faults-operation-refundPayment = betalar tillbaka
faults-operation-markTransactionPeriod = avslutar en period
faults-operation-executeReport = hämtar en rapport
faults-operation-benchmarkingNop = provar om SEQR svarar

faults-late = svaret kommer { $seconds } sekunder för sent
faults-lost = förbindelsen bryts utan svar
faults-half = förbindelsen bryts mitt i svaret
faults-garbage = svaret är obegripligt
faults-html = en främmande webbsida svarar
faults-soap-fault = SEQR har ett inre fel
faults-hang = inget svar kommer
faults-answers-code = SEQR svarar med en kod: { $code }
faults-without-effect = inget har hänt hos SEQR
faults-with-effect = SEQR har gjort det

faults-next = { $times ->
    [one] nästa gång
   *[other] de nästa { $times } gångerna
}
faults-chance = slumpvis { $chance } gånger av 1000
faults-always = varje gång
