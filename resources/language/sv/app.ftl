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

keypad-two-decimals = Högst två decimaler
keypad-too-large = Högst 999 999,99
keypad-too-many = Högst 9 999 stycken
keypad-whole-pieces = Antal är hela stycken
keypad-too-long = För många siffror
keypad-nothing-typed = Skriv ett tal först
