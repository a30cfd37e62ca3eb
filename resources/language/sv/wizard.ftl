# Att ställa in en kassa, steg för steg.
wizard-later = Senare
wizard-back = Tillbaka
wizard-next = Nästa
wizard-skip = Inte nu
wizard-done = Börja sälja
wizard-place = Steg { $step } av { $steps }
wizard-problem-elsewhere = { $field }: { $fault }

wizard-step-language = Språk
wizard-step-shop = Butik
wizard-step-register = Kassans namn
wizard-step-service = SEQR-tjänst
wizard-step-terminal = SEQR-registrering
wizard-step-sticker = SEQR-dekal
wizard-step-scanner = Skanner
wizard-step-printer = Skrivare och låda
wizard-step-people = Personer
wizard-step-sheet = Prov och blad

wizard-language-do = Välj kassans språk. Varje steg sparas när du trycker Nästa, och du kan komma tillbaka till det.

wizard-shop-do = Det här står på varje kvitto. Företaget och dess nummer behövs innan något kan säljas.
wizard-shop-name = Företag
wizard-organisation-number = Organisationsnummer
wizard-organisation-number-hint = Tio siffror: NNNNNN-NNNN
wizard-street = Adress
wizard-town = Postnummer och ort
wizard-header = Överst på kvittot
wizard-footer = Nederst på kvittot
wizard-footer-below = Nederst, andra raden
wizard-currency = Valuta
wizard-vat = Momssatser
wizard-vat-hint = Tryck på de satser som butiken säljer med.

wizard-register-do = Kassans namn står på kvitton och rapporter. Varje kassa i butiken har ett eget namn.
wizard-register = Kassans namn
wizard-register-hint = Bokstäver, siffror och mellanslag

wizard-service-do = SEQR säger vilken adress kassan använder. Fråga om den svarar innan du går vidare.
wizard-service = SEQR-tjänstens adress
wizard-service-hint = Från https:// till slutet
wizard-ca-file = Certifikatfil
wizard-ca-file-hint = Bara om SEQR har gett dig en
wizard-client-id = Företaget, som SEQR känner det
wizard-client-id-hint = SEQR ser det i varje fråga
wizard-reach = Svarar den?
wizard-reach-busy = Frågar …
wizard-reached = SEQR svarar, på { $milliseconds } ms.
wizard-without-seqr = SEQR används inte
wizard-without-seqr-do = En butik utan SEQR tar kontanter och kort. SEQR kan ställas in senare.
wizard-seqr-not-used = SEQR används inte i den här kassan. Fyll i tjänstens adress först.
wizard-register-first = Kassan måste registreras hos SEQR innan den får en dekal.

wizard-registered = Kassan är registrerad hos SEQR.
wizard-assigned = Kunderna betalar i den här kassan med den här dekalen.
wizard-other-sticker = Använd en annan dekal

wizard-scanner-first = En skanner med kabel läser dekalen när den är inställd. Kom tillbaka hit efteråt.
wizard-scanner-do = Välj porten som skannern sitter i och skanna sedan koden nedanför. Sätt i den nu om den inte finns i listan.
wizard-no-scanner = Ingen skanner, eller en som skriver som ett tangentbord
wizard-no-scanner-do = En skanner som skriver som ett tangentbord behöver ingen port. Skanna koden för att prova den.
wizard-speed = Hastighet
wizard-find-speed = Hitta hastigheten
wizard-find-speed-busy = Skanna en kod om och om igen tills hastigheten är hittad …
wizard-scan-this = Skanna den här koden. En skanner som inte läser skärmar läser den på skrivarens provutskrift.
wizard-scan-right = Skannern läser rätt.
wizard-scan-other = Läste ”{ $text }” i stället för ”{ $code }”. Kontrollera hastigheten.
wizard-port-ours = används här
wizard-port-taken = ett annat program använder den
wizard-port-forbidden = kräver gruppen { $group }
wizard-port-missing = Inte isatt

wizard-printer-do = Välj var skrivaren sitter, skriv ut en provsida och öppna lådan.
wizard-printer-network = I nätverket
wizard-printer-preview = Inget papper: visa kvitton på skärmen
wizard-no-printer = Ingen skrivare
wizard-no-printer-do = Kvitton sparas och kan skrivas ut när det finns en skrivare.
wizard-preview-do = Kvitton visas på skärmen i stället för på papper.
wizard-columns = Tecken på en rad
wizard-columns-hint = 48 eller 42: 80 mm papper; 32: 58 mm
wizard-answers = Skrivaren svarar
wizard-answers-hint = Av bara om den aldrig gör det
wizard-printer-speed-hint = Den står på skrivarens självtest
wizard-printer-address = Adress och port
wizard-printer-address-hint = Till exempel 192.168.1.50:9100
wizard-try-page = Skriv ut en provsida
wizard-try-drawer = Öppna lådan
wizard-page-right = Är allt rätt på sidan: å ä ö é €, bredden, snittet?
wizard-page-wrong = Provsidan var inte rätt. Kontrollera bredden och skrivarens teckenuppsättning.
wizard-drawer-open = Öppnades lådan?
wizard-drawer-shut = Lådan öppnades inte. Kontrollera dess kabel till skrivaren.
wizard-yes = Ja
wizard-no = Nej

wizard-people-first-do = Först någon som ställer in kassan. Personen loggas in genast och kan lägga till de andra. Kom ihåg nummer och PIN.
wizard-people-do = Alla som säljer har ett eget nummer och en egen PIN. Lägg till dem och tryck sedan Nästa.
wizard-nobody = Ingen än
wizard-person-name = Namn
wizard-person-number = Nummer
wizard-person-number-hint = Skrivs vid varje inloggning
wizard-pin = PIN
wizard-pin-hint = 4 till 8 siffror
wizard-pin-again = PIN en gång till
wizard-pins-differ = De två är inte lika.
wizard-role = Roll
wizard-role-cashier = Säljer och tar emot returer
wizard-role-manager = Bestämmer också och öppnar lådan
wizard-role-installer = Får göra allt, även ställa in
wizard-add-person = Lägg till
wizard-person-added = { $name } är tillagd.
wizard-person-inactive = kan inte logga in

wizard-sheet-do = Det här har provats. Skriv ut bladet och förvara det med kassans papper.
wizard-print-sheet = Skriv ut bladet
wizard-sheet-busy = Skriver ut …
wizard-sheet-printed = Bladet är utskrivet.
wizard-sheet-no-printer = Det finns ingen skrivare att skriva ut på.
