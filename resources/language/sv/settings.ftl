# Formulär och inställningar.

form-next = Nästa
form-done = Klar
form-space = mellanslag
form-hide = Göm
form-clear = Rensa
form-signs = #+=
form-letters = ABC
form-yes = På
form-no = Av
form-page = { $page } / { $pages }

# Vad som är fel i ett fält, och vad som ska stå där i stället.
settings-fault-missing = Fyll i fältet.
settings-fault-too-long = Högst { $most } tecken.
settings-fault-digits-only = Här skrivs bara siffror.
settings-fault-characters = Några tecken kan inte användas här.
settings-fault-check-digit = Någon siffra är fel: kontrollsiffran stämmer inte.
settings-fault-form = Det är inte skrivet som det ska.
settings-fault-range = Värdet finns inte att välja.
settings-fault-twice = Samma värde finns två gånger.
settings-fault-not-encrypted = Adressen måste börja med https://
settings-fault-register-characters = Bara bokstäver, siffror och mellanslag.
settings-fault-organisation-number-form = Skriv tio siffror: NNNNNN-NNNN.
settings-fault-currency = Tre stora bokstäver, till exempel SEK.
settings-fault-seqr-address = Skriv hela adressen, från https:// till slutet.
settings-fault-printer-port = Skriv adress och port, till exempel 192.168.1.50:9100.
settings-fault-accounts = Ett konto har 1 till 10 siffror.
settings-fault-baud = Välj en av hastigheterna.
settings-fault-columns = Välj 48, 42 eller 32 tecken.
settings-fault-screen-width = Från 120 till 1 500 mm.
settings-fault-log-off = Från 10 sekunder till ett dygn.
settings-fault-backup-hour = En timme från 0 till 23.
settings-fault-backup-days = Från 1 till 3 660 dagar.
settings-fault-vat-rates-missing = Minst en momssats behövs.
settings-fault-vat-rates-form = Skriv siffror med mellanslag emellan: 25 12 6 0.
settings-fault-vat-rates-range = En momssats är under 100 %.
settings-fault-tenders = Minst ett betalsätt måste vara på.
settings-fault-quick-amounts-too-many = Högst { $most } snabbelopp.
settings-fault-quick-amounts-range = Ett snabbelopp är mer än noll och högst 999 999,99.

# Fälten.
settings-field-shop-name = Företag
settings-field-organisation-number = Organisationsnummer
settings-field-address = Adress
settings-field-header = Text överst på kvittot
settings-field-footer = Text nederst på kvittot
settings-field-manufacturing-number = Tillverkningsnummer
settings-field-register = Kassabeteckning
settings-field-currency = Valuta
settings-field-vat-rates = Momssatser
settings-field-seqr-address = Adress till SEQR
settings-field-client-id = Företag hos SEQR (clientId)
settings-field-client-reference = Kassaprogram (clientReference)
settings-field-scanner-port = Skannerns port
settings-field-scanner-baud = Skannerns hastighet
settings-field-printer-port = Skrivarens port eller adress
settings-field-printer-baud = Skrivarens hastighet
settings-field-printer-columns = Tecken per rad
settings-field-tenders = Betalsätt
settings-field-quick-amounts = Snabbelopp
settings-field-accounts = Konton
settings-field-screen-width = Skärmens bredd
settings-field-log-off = Logga av automatiskt
settings-field-backup-hour = Klockslag för kopian
settings-field-backup-days = Dagar som kopior sparas

# Inställningarna: grupper, fält, vad som sägs.
settings-shop = Butik
settings-register = Kassa
settings-seqr = SEQR
settings-scanner = Skanner
settings-printer = Skrivare
settings-people = Personal
settings-articles = Artiklar
settings-order = Artikelsidor
settings-tenders = Betalsätt
settings-accounts = Konton
settings-look = Utseende
settings-backup = Kopior och support

settings-search = Sök inställning
settings-search-hint = till exempel moms
settings-nothing-found = Ingen inställning heter så.
settings-save = Spara
settings-saving = Sparar …
settings-saved = Sparat
settings-changed = Osparade ändringar
settings-busy = Väntar på svar …
settings-try = Prova
settings-failed = Det gick inte. Inget är ändrat. Försök igen.
settings-problems = { $count ->
    [one] Ett fält måste rättas först
   *[other] { $count } fält måste rättas först
}
settings-unsaved = Osparade ändringar
settings-unsaved-settings = Inställningarna är ändrade men inte sparade. Spara dem, fortsätt ändra eller släng ändringarna.
settings-unsaved-form = Formuläret är ändrat men inte sparat. Spara det, fortsätt ändra eller släng ändringarna.
settings-discard = Släng ändringarna
settings-stay = Fortsätt ändra

settings-line = {" "}{ $line }
settings-vat-rates-hint = i procent, med mellanslag emellan
settings-language = Språk
settings-sound = Ljud
settings-seconds = s
settings-log-off-hint = Sekunder utan tryck. Tomt: aldrig.
settings-training = Övningsläge
settings-training-hint = Säljer på låtsas. Inget räknas, inget går till SEQR.
settings-training-begin = Börja öva
settings-training-end = Sluta öva

settings-ca-file = Egna certifikat
settings-ca-file-hint = En fil i PEM-format. Tomt: bara systemets certifikat.
settings-unregister-as = Avregistrera som
settings-unregister-terminal = Terminalen
settings-unregister-reseller = Återförsäljaren
settings-keep-reseller = Spara återförsäljarens inloggning
settings-keep-reseller-hint = Krypterad. Av: den skrivs varje gång.
settings-reach = Svarar SEQR?
settings-reached = SEQR svarade på { $milliseconds } ms.
settings-wizard = Steg för steg
settings-wizard-open = Installationsguide
settings-terminal = Registrering hos SEQR
settings-terminal-open = Terminalens meny

settings-scanner-kind = Så är skannern ansluten
settings-scanner-none = Ingen, eller som tangentbord
settings-scanner-serial = Serieport
settings-scanner-hint = En skanner som skriver som ett tangentbord behöver inget mer.
settings-port = Serieport
settings-ports = Portar
settings-ports-choose = Välj port
settings-ports-count = { $count ->
    [0] Ingen port är ansluten just nu
    [one] En port hittad
   *[other] { $count } portar hittade
}
settings-ports-none = Ingen port hittades. Anslut enheten: den visas här.
settings-port-free = ledig
settings-port-ours = används av kassan
settings-port-taken = upptagen av ett annat program
settings-port-forbidden = kräver gruppen { $group }
settings-baud = Hitta hastigheten
settings-find-baud = Prova alla
settings-find-baud-hint = Skanna en kod några gånger under tiden.
settings-baud-found = Skannern sänder med { $baud } bit/s. Den är vald: spara.
settings-listen = Hörs skannern?
settings-listen-begin = Lyssna
settings-listen-end = Sluta lyssna
settings-scan-now = Skanna en kod nu. Inget säljs.
settings-scan-read = Läst: { $text }
settings-scan-unreadable = Kan inte läsas: { $text }. Prova en annan hastighet.

settings-printer-kind = Så är skrivaren ansluten
settings-printer-none = Ingen
settings-printer-serial = Serieport
settings-printer-network = Nätverk
settings-printer-file = USB
settings-printer-screen = Skärmen
settings-path = Skrivarens fil
settings-network = Nätverksadress
settings-network-hint = till exempel 192.168.1.50:9100
settings-columns-hint = 48 eller 42 på 80 mm papper, 32 på 58 mm
settings-answers = Skrivaren svarar på frågor
settings-answers-hint = Av bara för skrivare som inte kan svara.
settings-tests = Prova skrivaren
settings-test-page = Testsida
settings-test-page-done = Testsidan är utskriven. Kontrollera å ä ö é €, bredden och streckkoden.
settings-drawer = Öppna lådan
settings-drawer-done = Lådan fick signal. Är den inte öppen: kontrollera sladden mellan skrivaren och lådan.

settings-person-new = Ny person
settings-person-of = Nummer { $number }
settings-person-number = Nummer
settings-person-number-hint = 1 till 9999. Det syns på kvittot och hos SEQR.
settings-person-taken = Numret är upptaget.
settings-person-name = Namn
settings-person-pin = PIN-kod
settings-person-new-pin = Ny PIN-kod
settings-person-pin-hint = Tomt: PIN-koden blir kvar.
settings-person-role = Roll
settings-person-role-hint = Ansvarig: utreder och öppnar lådan. Installatör: ändrar även inställningar.
settings-person-active = Kan logga in
settings-person-active-hint = Ingen tas bort: kvitton bär namnet.
settings-person-closed = kan inte logga in

settings-article-search = Sök artikel
settings-article-search-hint = namn, nummer eller streckkod
settings-article-gone = Artikeln finns inte längre
settings-article-new = Ny artikel
settings-article-of = Artikel { $number }
settings-article-number = Nummer
settings-article-number-hint = Kan inte ändras senare.
settings-article-number-fault = 1 till 20 bokstäver a–z, siffror, - . eller _
settings-article-number-taken = Numret är upptaget.
settings-article-name = Namn
settings-article-english = Engelskt namn
settings-article-price = Pris med moms
settings-article-price-hint = 0 om priset skrivs vid försäljning
settings-article-price-fault = Skriv ett pris, högst 999 999,99.
settings-article-group = Grupp
settings-article-group-english = Grupp på engelska
settings-article-codes = Streckkoder
settings-article-codes-hint = med mellanslag emellan
settings-article-codes-fault = En streckkod har 4 till 32 bokstäver a–z eller siffror.
settings-article-code-taken = En annan artikel har streckkoden.
settings-article-vat = Moms
settings-article-kind = Vara eller tjänst
settings-article-remove = Ta bort artikeln
settings-article-remove-ask = Artikeln säljs inte längre. Gamla kvitton behåller den. Prisändringar görs i formuläret i stället.
settings-article-keep = Behåll artikeln
settings-goods = Vara
settings-service = Tjänst
settings-files = Artikelfiler
settings-files-path = Fil
settings-files-path-hint = Hela sökvägen till en CSV-fil
settings-files-keys = Vad ska göras?
settings-import = Läs in filen
settings-export = Skriv alla artiklar till filen
settings-import-would = Nya artiklar: { $new }. Ändrade: { $changed }. Oförändrade: { $same }. Inget är ändrat än.
settings-import-ask = Ska de införas?
settings-import-now = Inför
settings-import-hint = Artiklar som inte finns i filen blir kvar.
settings-export-done = Alla artiklar är skrivna till { $path }.

settings-order-which = Vad ska ordnas?
settings-favourites = Favoriter
settings-favourites-hint = De står på en sida före alla andra.
settings-favourites-none = Inga favoriter än. Lägg till dem som säljs oftast.
settings-groups = Grupper
settings-groups-hint = Sidorna visas i den här ordningen.
settings-group-size = { $count ->
    [one] 1 artikel
   *[other] { $count } artiklar
}
settings-up = Upp
settings-down = Ner
settings-favourite-add = Lägg till favorit
settings-favourite-remove = Ta bort

settings-cash = Kontant
settings-card = Kort
settings-card-hint = Betalning på en kortterminal bredvid kassan.
settings-quick-amount = Snabbelopp { $number }
settings-quick-amounts-hint = Snabbeloppen står vid kontant betalning. Utan egna visas närmaste sedlar över beloppet.

settings-account-cash = Kontantkassa
settings-account-card = Kortfordran
settings-account-seqr = SEQR-fordran
settings-account-rounding = Öresavrundning
settings-account-difference = Kassadifferens
settings-account-sales = Försäljning { $rate }
settings-account-tax = Utgående moms { $rate }

settings-theme = Färger
settings-theme-light = Ljusa
settings-theme-dark = Mörka
settings-theme-contrast = Hög kontrast
settings-text-size = Storlek
settings-text-size-hint = Gäller en uppmätt skärm.
settings-text-normal = Normal
settings-text-large = Större
settings-hand = Hand
settings-hand-hint = Knappsatsen står på den sidan.
settings-hand-left = Vänster
settings-hand-right = Höger
settings-millimetres = mm
settings-screen-width-hint = Tomt: allt blir så stort som får plats.
settings-ruler-steps = Gör strecket
settings-ruler-shorter = lite kortare
settings-ruler-much-shorter = mycket kortare
settings-ruler-longer = lite längre
settings-ruler-much-longer = mycket längre
settings-ruler-is = 50 mm
settings-ruler-how = Lägg en linjal på strecket. Tryck tills det är 50 mm långt, och spara.

settings-backup-folder = Mapp för kopior
settings-backup-folder-hint = Helst på en annan disk. Tomt: inga kopior görs om natten.
settings-days = dagar
settings-backup-copy = Kopia av journalen
settings-backup-now = Gör en kopia nu
settings-backup-last = Senaste kopian: { $at }
settings-backup-never = Ingen kopia har gjorts än.
settings-backup-done = Kopian är gjord och kontrollerad: { $path }
settings-support-folder = Mapp för supportfilen
settings-support-hint = till exempel ett USB-minne
settings-support-file = Supportfil
settings-support = Gör en supportfil
settings-support-done = Supportfilen är gjord: { $path }
settings-support-what = Loggar, enheternas tillstånd, inställningar och de senaste händelserna. Inga lösenord.
