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
