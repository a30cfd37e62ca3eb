# Kassan utan fönster: varför en rad inte gjorde något.
without-window-unknown = ”{ $word }” är inget kommando. Kommandona: { $known }.
without-window-incomplete = Efter { $command } ska det stå något mer.
without-window-too-much = Efter { $command } ska det inte stå något.
without-window-amount = ”{ $text }” är inget belopp. Skriv 453, 453,50 eller 453.50.
without-window-number = ”{ $text }” är inget nummer.
without-window-choice = ”{ $text }” är inget av dessa: { $known }.
without-window-too-long = Raden är längre än { $most } tecken.
without-window-log-in = Fel nummer eller PIN, eller så är någon annan inloggad.
without-window-pin = Fel nummer eller PIN, eller så måste man vänta efter felaktiga.
without-window-unknown-code = Ingen artikel har den koden.
without-window-journal = Inget kan skrivas ner just nu ({ $trouble }). Loggen säger mer.
