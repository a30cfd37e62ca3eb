# What is wrong, and what to do about it. Each state of a device has a word for the status strip
# and, under the same name with "-do", what it means.

seqr-not-set-up = SEQR används inte
seqr-not-set-up-do = Ingen adress till SEQR är inställd. Ta betalt kontant eller med kort. En installatör kan ställa in SEQR.
seqr-not-registered = SEQR ej registrerad
seqr-not-registered-do = Kassan är inte registrerad hos SEQR. En installatör registrerar den. Ta betalt kontant eller med kort tills dess.
seqr-trying = SEQR kontaktas
seqr-trying-do = Kassan har just startat och frågar SEQR. Det tar några sekunder.
seqr-reachable = SEQR
seqr-reachable-do = SEQR svarar. Kunder kan betala med telefonen.
seqr-unreachable = SEQR nås inte
seqr-unreachable-do = SEQR har inte svarat på { $seconds } s. Ta betalt kontant eller med kort. Kassan fortsätter att fråga. Kontrollera nätverket om det inte går över.
seqr-terminal = Terminal { $id }

printer = Skrivare
printer-not-set-up = Ingen skrivare
printer-not-set-up-do = Ingen kvittoskrivare är inställd. Kvitton sparas och kan skrivas ut när en installatör har ställt in en skrivare.
printer-preview = Kvitto på skärmen
printer-preview-do = Kvitton visas på skärmen i stället för på papper. Så är det i demonstrationen.
printer-ready = Skrivare
printer-ready-do = Skrivaren är redo.
printer-paper-low = Lite papper kvar
printer-paper-low-do = Rullen är snart slut. Ha en ny rulle till hands. Skrivaren fortsätter tills papperet är slut.
printer-paper-out = Papper slut
printer-paper-out-do = Lägg i en ny rulle och stäng luckan. Det som väntar skrivs ut av sig självt. Du kan sälja under tiden.
printer-cover-open = Luckan öppen
printer-cover-open-do = Stäng skrivarens lucka. Det som väntar skrivs ut av sig självt. Du kan sälja under tiden.
printer-not-answering = Skrivaren svarar inte
printer-not-answering-do = Kontrollera att skrivaren är på och att kabeln sitter i. Det som väntar skrivs ut när den svarar. Du kan sälja under tiden.
printer-fault = Skrivarfel
printer-fault-do = Skrivaren anger ett fel. Stäng av den, vänta några sekunder och slå på den igen. Du kan sälja under tiden.
printer-missing = Skrivaren borta
printer-missing-do = Skrivaren hittas inte. Kontrollera kabeln eller nätverket. Kassan letar efter den av sig själv.
printer-taken = Skrivaren upptagen
printer-taken-do = Ett annat program använder skrivaren. Stäng det programmet, så fortsätter kassan av sig själv.
printer-forbidden = Skrivaren spärrad
printer-forbidden-do = Kassan får inte öppna skrivarens port. En installatör ger användaren rätt till den.

scanner = Skanner
scanner-not-set-up = Skanner på tangentbord
scanner-not-set-up-do = Ingen skanner är inställd på en serieport. En skanner som skriver som ett tangentbord fungerar ändå.
scanner-ready = Skanner
scanner-ready-do = Skannern är redo.
scanner-missing = Skannern borta
scanner-missing-do = Skannern hittas inte. Sätt i kabeln. Kassan letar efter den av sig själv. Sök artiklar med F2 under tiden.
scanner-taken = Skannern upptagen
scanner-taken-do = Ett annat program använder skannern. Stäng det programmet, så fortsätter kassan av sig själv.
scanner-forbidden = Skannern spärrad
scanner-forbidden-do = Kassan får inte öppna skannerns port. En installatör ger användaren rätt till den.

journal-disk-full = Disken är full
journal-disk-full-do = Inget kan säljas förrän det finns plats. Kalla på ansvarig.
journal-read-only = Kassan får inte skriva till sin datamapp
journal-read-only-do = Inget kan säljas. Kalla på en installatör.
journal-locked = Databasen är upptagen
journal-locked-do = Ett annat program använder kassans databas. Stäng det.
journal-damaged = Databasen är skadad
journal-damaged-do = Inget kan säljas. Kalla på en installatör. Stäng inte av kassan.
journal-other = Kassan kan inte spara
journal-other-do = Inget kan säljas just nu. Kalla på ansvarig.

scan-unknown = Okänd kod { $code }
scan-unreadable = Koden kunde inte läsas
scan-unreadable-do = Skanna igen, eller sök artikeln med F2.
scan-held = { $code } lades inte till

refused-nobody-logged-in = Logga in först.
refused-not-allowed = Det kräver en annan behörighet. Kalla på ansvarig.
refused-no-receipt = Slå in en artikel först.
refused-payment-open = En SEQR-betalning pågår. Vänta tills den är klar.
refused-partly-paid = SEQR har betalt en del. Ta resten med ett annat betalsätt.
refused-tender-taken = Pengar är redan mottagna. Lämna tillbaka dem först.
refused-already-paid = Kvittot är betalt. Slutför det.
refused-nothing-due = Det finns inget att betala.
refused-still-due = Något är kvar att betala.
refused-amount-not-positive = Skriv ett belopp över noll.
refused-amount-too-large = Högst { $most }.
refused-more-than-due = Högst det som är kvar att betala, { $due }.
refused-seqr-not-registered = Kassan är inte registrerad hos SEQR. Ta ett annat betalsätt.
refused-seqr-unreachable = SEQR går inte att nå. Ta ett annat betalsätt.
refused-no-such-line = Raden är redan borta.
refused-too-many-lines = Kvittot är fullt. Ta betalt och börja ett nytt.
refused-quantity-out-of-range = Antalet är för stort. Högst 9 999.
refused-not-offered = Det gick inte längre. Titta på skärmen och försök igen.
refused-receipt-open = Ett kvitto är öppet. Avsluta det först.
