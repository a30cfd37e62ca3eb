# Varför något inte kunde ställas in: vad som hände, vad Kassa gör, vad man gör åt det. En text för varje fel, och en för
# varje nekande från SEQR som någon kan göra något åt.

set-up-invalid = Inget sparades: { $count ->
    [one] ett fält
   *[other] { $count } fält
} behöver rättas först.
set-up-journal = Inget sparades. { $trouble ->
    [disk-full] Disken är full: skaffa plats på den och försök igen.
    [read-only] Kassan får inte skriva till sin datamapp: ge kassans användare rätt att skriva i den.
    [locked] Ett annat program har kassans databas öppen: stäng det och försök igen.
    [damaged] Databasen är skadad: lämna allt som det är och ring supporten.
    [gone] Databasen har tagits bort: lämna allt som det är och ring supporten.
   *[other] Kassan kan inte skriva i sin journal: försök igen och ring supporten om det fortsätter.
}
set-up-pin-missing = Den som är ny behöver en PIN-kod. Skriv en med 4 till 8 siffror.
set-up-pin-too-short = PIN-koden är för kort. Skriv 4 till 8 siffror.
set-up-last-installer = Det är den sista installatören som kan logga in. Inget ändrades: lägg till en annan installatör först.
set-up-last-manager = Det är den sista ansvariga som kan logga in. Inget ändrades: lägg till en annan ansvarig först.
set-up-user-number = Ett kassörsnummer är från 1 till 9999. Skriv ett annat.
set-up-name-missing = Ett namn saknas. Skriv ett.

set-up-no-address = SEQR har ingen adress än. Skriv adressen som du har fått av SEQR.
set-up-bad-address = SEQR-adressen kan inte användas. Den börjar med https:// och har inget användarnamn i sig. Jämför den med vad du har fått av SEQR.
set-up-bad-ca-file = Certifikatfilen { $path } kan inte läsas eller har inget certifikat (PEM) i sig. Välj en annan fil, eller lämna fältet tomt så gäller systemets certifikat.
set-up-not-trusted = Det som svarar på adressen kan inte visa att det är SEQR, så inget har skickats dit. Kontrollera adressen, datorns datum och certifikatfilen. ({ $detail })
set-up-unreachable = SEQR går inte att nå. Inget har skickats. Kontrollera nätkabeln och adressen och försök igen. ({ $detail })
set-up-answer-lost = Svaret från SEQR kom bort: SEQR kan ha gjort det eller inte. Gör om det; det gör ingen skada. ({ $detail })
set-up-not-seqr = Det som svarar på adressen är inte SEQR:s tjänst. Kontrollera adressen, och om nätet kräver en egen inloggning. ({ $detail })
set-up-seqr-refused = SEQR sade nej ({ $code } { $detail }). Inget ändrades. Ring SEQR och uppge numret.
set-up-seqr-refused-20 = SEQR godtar inte lösenordet ({ $code } { $detail }). Inget ändrades. Kontrollera återförsäljarens lösenord och försök igen.
set-up-seqr-refused-21 = SEQR låter inte den här inloggningen göra det ({ $code } { $detail }). Inget ändrades. Kontrollera att det är återförsäljarens användare; inställningarna för SEQR säger vem som avslutar en registrering.
set-up-seqr-refused-29 = SEQR känner inte till terminalen ({ $code } { $detail }). Avregistrera den här och registrera den sedan igen.
set-up-seqr-refused-33 = Inloggningen eller terminalen är spärrad hos SEQR ({ $code } { $detail }). Inget ändrades. Ring SEQR.
set-up-seqr-refused-37 = SEQR känner inte till återförsäljaren eller användaren ({ $code } { $detail }). Inget ändrades. Kontrollera återförsäljarens id och användarens id.
set-up-seqr-refused-53 = Dekalen kan inte användas ({ $code } { $detail }): en annan kassa har den, eller så är numret fel. Ta en annan dekal, eller avregistrera den andra kassan.
set-up-seqr-refused-90 = SEQR har egna problem ({ $code } { $detail }) och kan ha gjort det eller inte. Vänta en stund och gör om det; det gör ingen skada.
set-up-seqr-refused-91 = Tjänsten känner inte till begäran ({ $code } { $detail }). Inget ändrades. Kontrollera SEQR-adressen: den kan höra till en annan version.
set-up-seqr-refused-92 = Butikens avtal med SEQR omfattar inte detta ({ $code } { $detail }). Inget ändrades. Ring SEQR.
set-up-reseller-missing = Återförsäljarens inloggning är inte fullständig. Skriv återförsäljarens id, användarens id och lösenord.
set-up-already-registered = Kassan är redan registrerad. Avregistrera den först.
set-up-not-registered = Kassan är inte registrerad hos SEQR. Registrera den först.
set-up-password-gone = Lösenordet till kassans SEQR-terminal kan inte längre läsas, som när en kopia har återställts på en annan dator. Registrera den igen: SEQR gör en ny terminal.
set-up-payment-unsettled = En betalning eller återbetalning genom SEQR är öppen eller oklar och behöver registreringen som den är. Inget ändrades. Red ut den först och försök sedan igen.
set-up-not-a-seqr-id = Det är inget SEQR-ID: det har bara bokstäver och siffror. Skanna streckkoden eller QR-koden på dekalen, eller skriv numret under den.
set-up-system = Datorn gav inte Kassa vad den behöver. Inget ändrades. Starta om datorn och ring supporten om det fortsätter. ({ $detail })

set-up-unanswered-register = SEQR ombads registrera kassan, och svaret kom bort. Registrera igen: om SEQR hann göra det blir en oanvänd terminal kvar där, och det gör ingen skada.
set-up-unanswered-assign = SEQR ombads knyta dekalen, och svaret kom bort. Knyt den igen; det gör ingen skada.
set-up-unanswered-unregister = SEQR ombads avsluta registreringen, och svaret kom bort. Avregistrera igen: om SEQR hann göra det säger SEQR det.

set-up-device-missing = Enheten finns inte där. Kontrollera kabeln och att den är påslagen, och försök igen.
set-up-device-taken = Ett annat program har enheten öppen. Stäng det programmet och försök igen.
set-up-device-forbidden = Användaren får inte öppna enheten. En administratör lägger till användaren i gruppen { $group }; det gäller efter nästa inloggning på datorn.
set-up-printer-silent = Skrivaren svarar inte. Kontrollera att den är på och att kabeln sitter i. Är det en som inte kan svara, säg det i dess inställningar.
set-up-paper-out = Skrivaren har inget papper. Sätt i en ny rulle och försök igen.
set-up-cover-open = Skrivarens lucka är öppen. Stäng den och försök igen.
set-up-device-fault = Enheten rapporterar ett fel. Stäng av den, vänta några sekunder, slå på den och försök igen. ({ $detail })
set-up-nothing-scanned = Inget skannades i tid. Försök igen och håll en kod nära skannern.
set-up-no-baud-fits = Något kom från skannern, men det kunde inte läsas vid någon hastighet. Återställ skannern med koden i dess handbok och försök igen.

set-up-file = { $path } kan inte läsas eller skrivas. Inget ändrades. Kontrollera att filen finns och att mediet har plats. ({ $detail })
set-up-article-file = Filen har { $count } fel. Inget lästes in. Rätta filen och läs in den igen. { $first }
set-up-price = Priset kan inte användas. Skriv ett från 0 till 999 999,99.
set-up-no-backup-folder = Ingen mapp för kopior är angiven. Välj en i inställningarna, eller ange en nu.
set-up-backup-folder-missing = Mappen { $folder } finns inte. Sätt i dess disk eller minne, eller välj en annan mapp.
set-up-backup-folder-read-only = Det går inte att skriva i { $folder }. Se efter om minnet är skrivskyddat, eller välj en annan mapp.
set-up-backup-folder-full = Det finns ingen plats i { $folder }. Ta bort något därifrån, eller använd en annan disk eller ett annat minne.
set-up-backup-unsound = Kopian gjordes, men kontrollen hittade ett fel i den. Lita inte på den: gör en ny, på ett annat medium. ({ $detail })
