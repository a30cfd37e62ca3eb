# The in-doubt list: payments that nobody knows about, or that somebody has to look into.

unsettled = Oklara betalningar
unsettled-marker = { $count } { $count ->
    [one] oklar
   *[other] oklara
}
unsettled-menu = Oklara betalningar: { $count }
unsettled-list-do = Tryck på en betalning för att se vad som är känt och vad som ska göras. En ansvarig avgör, med PIN.
unsettled-empty = Inga oklara betalningar.
unsettled-saved = { $which }: beslutet är sparat.
unsettled-changed = { $which }: SEQR har svarat. Läget är nytt.
unsettled-payment = Betalning { $number }
unsettled-refund = Återbetalning { $number }
unsettled-row = { $which }, oklar sedan { $since }. SEQR: { $said }.

unsettled-since = Oklar sedan
unsettled-said = SEQR sade senast
unsettled-kassa = Det här gör Kassa
unsettled-do = Det här gör du
unsettled-reference = SEQR-referens { $reference }

unsettled-said-nothing = inget sedan Kassa startade
unsettled-said-lost = svaret kom inte fram
unsettled-said-at = { $word }, { $time }
unsettled-said-paid = betald
unsettled-said-issued = väntar på kunden
unsettled-said-canceled = avbruten, inget betalt
unsettled-said-failed = misslyckad, inget betalt
unsettled-said-expired = tiden gick ut, inget betalt
unsettled-said-other = { $word }
unsettled-said-not-found = betalningen finns inte
unsettled-silence = SEQR har varit tyst i över en minut.

unsettled-unanswered = SEQR har inte svarat på om betalningen togs emot.
unsettled-unanswered-kassa = Väntar på att kassören försöker igen eller tar betalt på annat sätt.
unsettled-unanswered-do = Ta inte betalt två gånger: Försök igen, eller vänta tills Annat betalsätt går att trycka på.
unsettled-in-doubt = Ingen vet om kunden har betalat.
unsettled-in-doubt-kassa = Frågar SEQR en gång i sekunden. Svarar SEQR avgörs det av sig självt.
unsettled-not-cancelled-kassa = Ber SEQR avbryta betalningen om och om igen. Svarar SEQR avgörs det av sig självt.
unsettled-in-doubt-do = Be kunden visa betalningen i telefonen, eller ring SEQR. Tryck sedan på det som stämmer.
unsettled-unacknowledged = Betald och bokförd, men SEQR har inte fått veta att kassan vet.
unsettled-unacknowledged-kassa = Frågar SEQR en gång i sekunden tills SEQR svarar.
unsettled-unacknowledged-do = Vänta. Se till att nätverket fungerar. SEQR kan ha tagit tillbaka pengarna.
unsettled-unacknowledged-note-do = Titta efter betalningen hos SEQR: har SEQR tagit tillbaka den har kunden inte betalat. Tryck sedan på Utrett.
unsettled-another-amount = SEQR har ett annat belopp än det som står på kvittot.
unsettled-another-amount-paid = SEQR: { $paid }. Kvittot: { $booked }, som en ansvarig sade att kunden hade betalat.
unsettled-another-amount-kassa = Ändrar inget. Betalningen står på kvittot med det belopp som en ansvarig sade.
unsettled-another-amount-wait = Vänta tills SEQR har tagit emot kvittot. Då kan skillnaden noteras.
unsettled-another-amount-do = Ta betalt av kunden för det som fattas, eller ge tillbaka det som är för mycket. Tryck sedan på Utrett.
unsettled-settled-paid = En ansvarig har sagt att kunden har betalat. SEQR har inte sagt det.
unsettled-settled-paid-kassa = Frågar SEQR vidare. Säger SEQR betald försvinner betalningen från listan.
unsettled-settled-paid-do = Vänta på SEQR. Om SEQR:s kundtjänst eller rapport ger svaret: Utrett.
unsettled-settled-not-paid = En ansvarig har sagt att kunden inte har betalat. SEQR har inte sagt det.
unsettled-settled-not-paid-kassa = Avbryter betalningen hos SEQR. Bekräftar SEQR försvinner den från listan.
unsettled-settled-not-paid-do = Vänta på SEQR. Om SEQR:s kundtjänst eller rapport ger svaret: Utrett.
unsettled-released = Betalt på annat sätt. Kunden kan ändå ha godkänt i telefonen.
unsettled-released-kassa = Frågar inte längre. SEQR tar tillbaka det som ingen frågar efter.
unsettled-released-do = Titta efter betalningen hos SEQR. Finns den inte, eller är pengarna tillbaka: Utrett.
unsettled-taken-back = SEQR har tagit tillbaka betalningen. Kunden har inte betalat.
unsettled-taken-back-kassa = Gör inget mer. Betalningen är bokförd på kvittot men pengarna finns inte.
unsettled-taken-back-do = Ta betalt av kunden på annat sätt, eller skriv av beloppet. Tryck sedan på Utrett.
unsettled-taken-back-here = Tryck på Utrett: då försvinner betalningen från kvittot. Ta sedan betalt på annat sätt.
unsettled-paid-after-all = SEQR har kundens pengar, men kvittot är betalt utan dem.
unsettled-paid-after-all-kassa = Gör inget mer. Pengarna är kundens.
unsettled-paid-after-all-do = Ge kunden pengarna tillbaka. Tryck sedan på Utrett.
unsettled-not-paid-after-all = SEQR har inga pengar, men en ansvarig har sagt att kunden har betalat.
unsettled-not-paid-after-all-kassa = Gör inget mer. Betalningen står på kvittot som ej verifierad, men pengarna finns inte.
unsettled-not-paid-after-all-do = Ta betalt av kunden på annat sätt, eller skriv av beloppet. Tryck sedan på Utrett.
unsettled-refund-unanswered = SEQR har inte svarat på om pengarna går tillbaka till kunden.
unsettled-refund-unanswered-kassa = Skickar återbetalningen igen, med pauser. SEQR ger inte tillbaka samma pengar två gånger.
unsettled-refund-unanswered-do = Vänta. Vet du av SEQR hur det gick: tryck på det som stämmer.
unsettled-refund-in-doubt = Ingen vet om kunden har fått pengarna tillbaka.
unsettled-refund-in-doubt-kassa = Skickar inte återbetalningen igen: kunden kunde få pengarna två gånger. Returen väntar.
unsettled-refund-in-doubt-do = Be kunden visa återbetalningen i telefonen, eller ring SEQR. Tryck sedan på det som stämmer.

unsettled-paid = Kunden har betalat
unsettled-not-paid = Kunden har inte betalat
unsettled-given-back = Kunden har fått pengarna
unsettled-not-given-back = Kunden har inte fått pengarna
unsettled-note = Utrett
unsettled-why-paid = Hur vet du att kunden har betalat?
unsettled-why-not-paid = Hur vet du att kunden inte har betalat?
unsettled-why-given-back = Hur vet du att kunden har fått pengarna tillbaka?
unsettled-why-not-given-back = Hur vet du att kunden inte har fått pengarna tillbaka?
unsettled-why-note = Vad har gjorts?
unsettled-typed = Tryck på en mening, eller skriv själv
unsettled-forward = Till PIN

unsettled-will-paid = Kvittot avslutas som betalt med SEQR, märkt ej verifierad. Kassa frågar SEQR vidare.
unsettled-will-paid-part = Betalningen bokförs med SEQR, märkt ej verifierad. Resten tas på annat sätt. Kassa frågar SEQR vidare.
unsettled-will-not-paid = Kvittot väntar på ett annat betalsätt. Kassa avbryter betalningen hos SEQR, så att kunden får tillbaka det som kan ha dragits.
unsettled-will-given-back = Återbetalningen bokförs på returkvittot. Finns det mer att ge tillbaka väntar returen på det.
unsettled-will-not-given-back = Inget bokförs. Returen väntar på att pengarna ges tillbaka, genom SEQR eller på annat sätt.
unsettled-will-note-asked = Betalningen försvinner från listan. Kassa slutar att fråga SEQR.
unsettled-will-note = Betalningen försvinner från listan. Skälet sparas i journalen.
unsettled-will-take-off = Betalningen tas bort från kvittot, som väntar på ett annat betalsätt.
unsettled-will-keep = Betalningen försvinner från listan. Kvittot står kvar som det är.

unsettled-because-seen = Kunden visade betalningen i telefonen.
unsettled-because-confirmed = SEQR:s kundtjänst bekräftade betalningen.
unsettled-because-account = Kundens bank visar att pengarna är dragna.
unsettled-because-not-seen = Kundens telefon visar ingen betalning.
unsettled-because-denied = SEQR:s kundtjänst hittar ingen betalning.
unsettled-because-left = Kunden gick utan att godkänna.
unsettled-because-refund-seen = Kunden visade återbetalningen i telefonen.
unsettled-because-refund-confirmed = SEQR:s kundtjänst bekräftade återbetalningen.
unsettled-because-refund-report = SEQR:s rapport visar återbetalningen.
unsettled-because-refund-not-seen = Kundens telefon visar ingen återbetalning.
unsettled-because-refund-denied = SEQR:s kundtjänst hittar ingen återbetalning.
unsettled-because-refund-not-in-report = SEQR:s rapport visar ingen återbetalning.
unsettled-because-report-paid = SEQR:s rapport visar betalningen.
unsettled-because-report-none = SEQR:s rapport visar ingen betalning.
unsettled-because-told = Felet är anmält till SEQR.
unsettled-because-returned = Kunden har fått pengarna tillbaka av SEQR.
unsettled-because-difference-paid = Kunden har betalat skillnaden.
unsettled-because-difference-returned = Kunden har fått skillnaden tillbaka.
unsettled-because-difference-kept = Kunden går inte att nå. Skillnaden bokförs för sig.
unsettled-because-other = Kunden betalar på annat sätt.
unsettled-because-later = Kunden har betalat i efterhand.
unsettled-because-loss = Kunden går inte att nå. Beloppet skrivs av.
unsettled-because-cash = Kunden har fått pengarna tillbaka i kontanter.
unsettled-because-kept = Kunden går inte att nå. Pengarna läggs undan.

unsettled-taken-back-banner = SEQR har tagit tillbaka { $amount }: kunden har inte betalat. Kalla på ansvarig.
unsettled-show = Visa
unsettled-unverified = SEQR-betalningen är inte bekräftad av SEQR.
