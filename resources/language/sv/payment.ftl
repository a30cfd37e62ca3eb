# The payment dialog and every outcome of a payment.

payment-due = Att betala
payment-rest = Kvar att betala
payment-of-total = av { $total }
payment-cash = Kontant
payment-card = Kort
payment-seqr = SEQR
payment-seqr-unverified = Ej verifierad
payment-taken = Betalt hittills
payment-final = Kan inte tas bort
payment-remove = Ångra
payment-page = { $page } av { $pages }
payment-back-to-sale = Till försäljningen
payment-must-be-paid = Kvittot måste betalas färdigt.
payment-choose = Välj betalsätt
payment-exact = Exakt
payment-all = Allt
payment-pay = Betala
payment-nothing-due = Inget att betala
payment-finish-for-nothing = Avsluta köpet

payment-change = Växel tillbaka
payment-even = Jämnt belopp.
payment-even-rounded = Jämnt belopp. Öresavrundning { $rounding }.
payment-left-after = Sedan är { $rest } kvar att betala.
payment-seqr-all = Kunden betalar hela beloppet i telefonen.
payment-seqr-less = Kvittot låses tills resten, { $rest }, är betald på annat sätt.
payment-seqr-more = Kunden får { $change } tillbaka kontant.
payment-card-beside = Terminalen står bredvid kassan. Tryck på Betala när den har godkänt.
payment-card-less = Terminalen står bredvid kassan. Sedan är { $rest } kvar att betala.
payment-card-most = Ett kort kan betala högst { $due }.
payment-cash-whole = Kontanter är hela kronor.
payment-amount-missing = Skriv ett belopp över noll.
payment-voucher = Presentkort
payment-account = Faktura
payment-cash-large = { $amount } är mycket mer än { $due }. Stämmer det?
payment-cash-large-yes = Ja, ta emot
payment-cash-large-no = Ändra beloppet

payment-seqr-not-set-up = SEQR är inte inställt. Kalla på installatören.
payment-seqr-not-set-up-short = Inte inställt. Kalla på installatören.
payment-seqr-not-registered = Kassan är inte registrerad hos SEQR. Kalla på installatören.
payment-seqr-not-registered-short = Inte registrerad. Kalla på installatören.
payment-seqr-unreachable = SEQR går inte att nå. Ta betalt på annat sätt.
payment-seqr-unreachable-short = Går inte att nå. Ta betalt på annat sätt.

payment-sending = Skickar till SEQR …
payment-sending-again = Svaret från SEQR kom bort. Kassa skickar igen …
payment-unreachable = SEQR svarar inte. Försök igen eller ta betalt på annat sätt.
payment-unreachable-customer = Be kunden att inte godkänna i telefonen. Om betalningen ändå finns tar SEQR tillbaka den.
payment-waiting = Be kunden skanna koden och godkänna{"\u00a0"}i{"\u00a0"}telefonen.
payment-no-contact = Ingen kontakt med SEQR på { $seconds } s. Betalningen kan ha gått igenom: vänta, Kassa frågar vidare.
payment-asking = Kunden har inte betalat än. Vänta mer eller avbryta?
payment-asking-goes-on = Kunden kan fortfarande betala.
payment-cancelling = Avbryter …
payment-cancelling-customer = Kunden kan hinna betala. Kassa väntar på SEQR:s besked.
payment-confirming = Kunden godkänner just nu i telefonen. Vänta.
payment-heard = Hörde från SEQR { $seconds ->
    [0] just nu
   *[other] för { $seconds } s sedan
}

payment-in-doubt = Vi vet inte om betalningen gick igenom. Ta inte betalt igen. Kalla på ansvarig.
payment-in-doubt-goes-on = Kassa frågar SEQR hela tiden och visar svaret här.
payment-in-doubt-not-found = SEQR känner inte till betalningen.
payment-in-doubt-silent = SEQR har varit tyst i { $seconds } s.
payment-in-doubt-without-number = SEQR säger betald men ger inget nytt nummer.
payment-in-doubt-not-cancelled = SEQR har inte avbrutit betalningen på en minut. Kunden kan fortfarande betala.
payment-cancel-asked = Kassa har bett SEQR att avbryta och väntar på besked.
payment-attempt = Betalning { $attempt }, { $amount }

payment-paid = Betalt.
payment-paid-after-cancel = Kunden hann betala. Slutför köpet, eller slutför och återbetala.
payment-paid-in-part = Betalt { $paid } av { $total }. Kvittot måste slutföras med ett annat{"\u00a0"}betalsätt.
payment-paid-other-less = Betalt { $paid }, men { $asked } begärdes. Resten, { $rest }, måste betalas på annat sätt.
payment-paid-other-more = Betalt { $paid }, men { $asked } begärdes. Ge kunden { $change } tillbaka.
payment-paid-other = Betalt { $paid }, men { $asked } begärdes. Kvittot är betalt.
payment-paid-too-much = Betalt { $paid }. Ge kunden { $change } tillbaka.
payment-recovered = Betalningen kom in medan kassan{"\u00a0"}var{"\u00a0"}av. Skriv ut kvittot.
payment-recovered-in-part = Betalningen kom in medan kassan var av.
payment-in-time-in-part = Kunden hann betala innan det avbröts.
payment-give-change = Ge kunden { $change } tillbaka.
payment-reference = SEQR-referens { $reference }
payment-receipt-waits = Kvittot väntar på skrivaren.
payment-receipt-cut-off = Kvittot avbröts. Titta på papperet.
payment-receipt-number = Kvitto { $number }
payment-no-change = Ingen växel.

payment-cancelled-by-customer = Kunden avbröt i telefonen.
payment-cancelled-here = Avbruten. Inget är betalt.
payment-failed = Banken nekade. Inget är betalt.
payment-expired = Tiden gick ut. Inget är betalt.
payment-released = Betalningen lämnades. Ta betalt på annat sätt.
payment-released-customer = Om kunden ändå godkände tar SEQR tillbaka pengarna. Kassa letar efter betalningen vid avstämningen.
payment-taken-back = SEQR har tagit tillbaka betalningen: kunden har inte betalat.
payment-not-paid-after-all = SEQR säger: inget betalades. Kunden har inte betalat.
payment-taken-back-manager = Kvittot kan inte avslutas förrän en ansvarig har avgjort.
payment-taken-off = Betalningen är borttagen från kvittot. Ta betalt på annat sätt.
payment-taken-back-said = SEQR tog tillbaka den: kunden har inte betalat.
payment-settled-paid = Ansvarig har avgjort att betalningen är gjord.
payment-settled-not-paid = Ansvarig har avgjort att betalningen inte är gjord. Ta betalt på annat sätt.
payment-settled-goes-on = Kassa frågar SEQR vidare. Betalningen står kvar i listan över oklara betalningar tills SEQR svarar.
payment-after-settling = SEQR säger att betalningen ändå gjordes.
payment-after-settling-in-part = SEQR säger att den här betalningen ändå gjordes.
payment-nothing-paid = Inget är betalt.
payment-nothing-sent = Inget skickades och inget är betalt.
payment-not-reached = SEQR går inte att nå. Ta betalt på annat sätt.
payment-refused = SEQR tog inte emot betalningen: { $cause }.
payment-refused-installer = Inget är betalt. Ta betalt på annat sätt och kalla på installatören.
payment-refused-other = Inget är betalt. Ta betalt på annat sätt.
payment-code = Kod { $code }: { $detail }

payment-cause-rejected = den avvisades
payment-cause-password = kassans lösenord stämmer inte
payment-cause-access = kassan har inte tillträde
payment-cause-terminal = kassan är inte känd där
payment-cause-blocked = kassan är spärrad där
payment-cause-reseller = återförsäljaren är inte känd där
payment-cause-invoice = uppgifterna godtogs inte
payment-cause-notification = adressen för besked godtogs inte
payment-cause-unsupported = tjänsten kan inte det här
payment-cause-licence = licensen räcker inte
payment-cause-unknown = inget känt skäl gavs

payment-cancel = Avbryt betalningen
payment-wait-more = Vänta mer
payment-try-again = Försök igen
payment-other-tender = Annat betalsätt
payment-other-tender-in = Annat betalsätt om { $seconds } s
payment-settle = För ansvarig: avgör
payment-done = Klart
payment-finish = Slutför
payment-finish-and-refund = Slutför och återbetala
payment-print = Skriv ut
payment-back = Tillbaka
payment-continue = Fortsätt

payment-phone = Kundens telefon
payment-phone-simulated = Demonstration
payment-phone-nothing = Väntar på kassan …
payment-phone-pay = Betala till { $shop }
payment-phone-confirm = Godkänn
payment-phone-decline = Avböj

payment-scan-held = { $code } lades inte till: kvittot håller på att betalas.
payment-scan-unknown = Ingen artikel har koden { $code }.
payment-scan-unreadable = Det gick inte att läsa koden: { $code }
payment-not-saved = Inget kan sparas just nu, så inget kan betalas. Kalla på en ansvarig.
payment-refused-not-allowed = Den som är inloggad får inte ta betalt.
payment-refused-log-in = Logga in först.
payment-refused-open = En SEQR-betalning pågår.
payment-refused-final = Det som SEQR har betalat kan inte tas bort.
payment-refused-paid = Kvittot är redan betalt.
payment-refused-due = Allt är inte betalt än.
payment-refused-not-now = Det går inte just nu.
payment-refused-too-large = Högst { $most }.
