# The page that shows whether a printer is set up right.
test-page-title = Provutskrift
test-page-question = Ser allt ut som det ska?
test-page-letters = Svenska bokstäver
test-page-bold = Fet text
test-page-normal = Vanlig text
test-page-tall = Hög text
test-page-double = Dubbel text
test-page-width = Raden ska fylla pappret precis, { $columns } tecken:
test-page-right = till höger
test-page-left = till vänster
test-page-long = Ett mycket långt artikelnamn som inte får plats på en rad av pappret
test-page-bar-code = Skanna koden för att prova skannern.
test-page-end = Pappret skärs av efter den här raden.
