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
log-in-waiting = För många felaktiga PIN-koder. Vänta { $seconds ->
    [one] en sekund
   *[other] { $seconds } sekunder
}.
log-in-locked = Låst: be en ansvarig, eller vänta { $minutes ->
    [one] en minut
   *[other] { $minutes } minuter
}.
log-in-not-yours = Bara den som är inloggad, eller en ansvarig, går vidare här.
log-in-screen-locked = Skärmen är låst
log-in-screen-locked-do = { $name } är inloggad. { $name } eller en ansvarig skriver sin PIN-kod för att gå vidare. Inget är förlorat.
log-in-go-on = Gå vidare
log-in-new = Ingen kan logga in än. Ställ in kassan för att börja.
log-in-set-up = Ställ in kassan
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
favourites = Favoriter
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
menu-settings = Inställningar
menu-log-off = Logga ut
menu-quit = Avsluta Kassa
training-mark = ÖVNING
menu-train = Börja öva
menu-stop-training = Sluta öva
menu-unlock = Lås upp { $name }
approval = Godkännande
approval-do = Någon som får göra detta skriver sitt nummer och sin PIN-kod.
approval-stays = { $name } är kvar som inloggad.
approve = Godkänn
jobs = Utskrifter som väntar
jobs-do = Det som väntar skrivs ut av sig självt när skrivaren är redo. Det som skrivs ut igen märks på papperet.
jobs-more = och { $count } till
job-receipt = Kvitto { $number }, { $total }
job-paper = Utskrift { $number }
job-test-page = Provsida, utskrift { $number }
job-waiting = Väntar på skrivaren
job-failed = Inte utskrivet
print-now = Skriv ut
print-again = Skriv ut igen
jobs-look = Titta på papperet
cut-off = Utskriften avbröts
cut-off-receipt = Titta på papperet: är kvitto { $number } på { $total } helt?
cut-off-test-page = Titta på papperet: är provsidan hel?
cut-off-paper = Titta på papperet: är utskriften hel?
paper-is-fine = Ja, helt

help-keys = Tangenter
help-menu = Meny
help-search = Sök artikel
help-quantity = Antal av nästa artikel eller vald rad
help-remove = Ta bort vald rad
help-lines = Raden ovanför, nedanför
help-pages = Föregående, nästa sida
help-cancel = Avbryt kvittot, annars retur
help-free = Fri artikel
help-pay = Betala
help-digits = Skriv antal, pris, nummer eller kod
help-enter = Slå upp numret eller koden
help-letters = Sök efter namn
help-escape = Stäng, töm, tillbaka
