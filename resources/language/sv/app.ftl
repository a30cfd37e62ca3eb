# Log-in, the sale view and everything around it.

close = Stäng
back = Tillbaka
pay = Betala
demonstration = Demonstration

role-cashier = Kassör
role-manager = Ansvarig
role-installer = Installatör

log-in = Logga in
log-in-next = Nästa
log-in-number = Kassörsnummer
log-in-pin-of = PIN för kassör { $number }
log-in-pin-is = PIN { $pin }
log-in-checking = Kontrollerar …
log-in-refused = Fel nummer eller PIN. Försök igen.
log-in-demonstration = Tryck på en användare och skriv PIN-koden som står där.

keypad-hint = antal, nummer, kod
keypad-two-decimals = Högst två decimaler
keypad-too-large = Högst 999 999,99
keypad-too-many = Högst 9 999 stycken
keypad-whole-pieces = Antal är hela stycken
keypad-too-long = För många siffror
keypad-nothing-typed = Skriv ett tal först

# The sale view.
menu = Meny
demonstration-short = DEMO
jobs-waiting = { $count } { $count ->
    [one] utskrift väntar
   *[other] utskrifter väntar
}
receipt = Kvitto
receipt-number = Kvitto { $number }
receipt-empty = Skanna, tryck på en artikel eller sök.
line-each = { $quantity } × { $price }
pieces = st
to-pay = Att betala
left-to-pay = Kvar att betala
change = Tillbaka
total = Summa
rounding = Öresavrundning
sale-done = Betalt. Kvittot är klart.
printed = Utskrivet kvitto
printed-show = Visa hela kvittot
groups-more = Fler
page-of = Sida { $page } av { $count }
catalog-reading = Läser artiklar …
catalog-empty = Det finns inga artiklar än. Importera dem med ”kassa catalog import”.
free-article = Fri artikel
free-article-group = Övrigt
free-article-do = Skriv priset inklusive moms och välj momssats.
free-article-code = Kod { $code }
price = Pris
vat-rate = Moms
add = Lägg till
cancel-receipt = Avbryt kvitto
cancel-receipt-question = { $lines ->
    [one] En rad
   *[other] { $lines } rader
} för { $total } tas bort. Det går inte att ångra.
cancel-receipt-keep = Behåll kvittot
cancel-receipt-yes = Avbryt kvittot
search = Sök
search-hint = Namn, nummer eller kod
search-empty = Skriv några bokstäver av namnet, eller artikelns nummer.
search-nothing = Ingen artikel passar ”{ $typed }”.
search-space = mellanslag
search-take = Lägg till
times = × antal
look-up = artikelnr
quantity = Antal
quantity-now = Nu { $quantity }. Skriv det nya antalet.
set-quantity = Ändra antal

menu-jobs = Utskrifter som väntar: { $count }
menu-drawer = Öppna kassalådan
menu-seqr = SEQR
menu-printer = Skrivare
menu-scanner = Skanner
menu-log-off = Logga ut
menu-quit = Avsluta Kassa
jobs = Utskrifter som väntar
jobs-do = Det som väntar skrivs ut av sig självt när skrivaren är redo. Det som avbröts mitt i: titta på papperet och skriv ut igen om det behövs.
jobs-more = och { $count } till
job-receipt = Kvitto, utskrift { $number }
job-test-page = Provsida, utskrift { $number }
job-waiting = Väntar på skrivaren
job-failed = Avbröts
print-again = Skriv ut igen

help-keys = Tangenter
help-menu = Meny
help-search = Sök artikel
help-quantity = Antal av nästa artikel eller vald rad
help-remove = Ta bort vald rad
help-lines = Raden ovanför, nedanför
help-pages = Föregående, nästa sida
help-cancel = Avbryt kvittot
help-free = Fri artikel
help-pay = Betala
help-digits = Skriv antal, pris, nummer eller kod
help-enter = Slå upp numret eller koden
help-letters = Sök efter namn
help-escape = Stäng, töm, tillbaka
