# What is wrong with a file of articles, for the person who made it.
article-file-on-line = Rad { $line }: { $cause }
article-file-in-column = Rad { $line }, kolumn { $column }: { $cause }

article-file-windows-1252 = Filen är sparad som Windows-1252 (Latin-1); här står ”{ $word }”. Spara den som UTF-8: i Excel ”CSV UTF-8 (kommaavgränsad)”, i LibreOffice teckenuppsättningen ”Unicode (UTF-8)”.
article-file-utf-16 = Filen är sparad som UTF-16 (”Unicode-text”). Spara den som UTF-8: i Excel ”CSV UTF-8 (kommaavgränsad)”, i LibreOffice teckenuppsättningen ”Unicode (UTF-8)”.
article-file-not-text = Filen är inte en textfil. Spara kalkylbladet som CSV i UTF-8.
article-file-no-header = Den första raden måste namnge kolumnerna: { $columns }
article-file-column-unknown = Det finns ingen kolumn som heter ”{ $name }”. Kolumnerna är: { $columns }
article-file-column-twice = Kolumnen står två gånger i den första raden.
article-file-column-missing = Kolumnen saknas i den första raden.
article-file-field-count = Raden har { $found } fält, den första raden har { $expected }. Ett värde som innehåller skiljetecknet måste stå inom citattecken.
article-file-row-too-long = Raden är längre än { $most } KiB. Saknas ett citattecken?
article-file-too-many-rows = Filen har fler än { $most } artiklar.
article-file-no-articles = Filen har inga artiklar.
article-file-unreadable = Raden går inte att läsa.
article-file-too-many-problems = Det finns fler fel än de { $most } ovan. Rätta dem och försök igen.

article-file-missing = Här saknas ett värde.
article-file-name-too-long = Namnet är längre än { $most } tecken.
article-file-control-character = Namnet innehåller en radbrytning eller ett styrtecken. Saknas ett citattecken?
article-file-number = ”{ $found }” är inget artikelnummer. Det har 1 till 20 bokstäver A–Z, siffror, bindestreck, punkter eller understreck.
article-file-number-twice = Artikelnumret { $found } finns redan på rad { $line }.
article-file-code = ”{ $found }” är ingen streckkod. Den har 4 till 32 siffror eller bokstäver A–Z; flera koder skiljs åt med blanksteg.
article-file-code-rounded = ”{ $found }” är en streckkod som kalkylprogrammet har avrundat. Formatera kolumnen som text och skriv in koden igen.
article-file-check-digit = Streckkoden { $found } har fel kontrollsiffra: den sista siffran borde vara { $fitting }.
article-file-code-twice = Streckkoden { $found } finns redan på rad { $line }.
article-file-price-not-a-number = ”{ $found }” är inget pris. Skriv det som 29,95.
article-file-price-decimals = Priset ”{ $found }” har fler än två decimaler.
article-file-price-negative = Priset ”{ $found }” är negativt.
article-file-price-too-large = Priset ”{ $found }” är högre än { $most }.
article-file-vat = ”{ $found }” är ingen momssats. Satserna är 25, 12, 6 och 0.
article-file-group-differs = Gruppen ”{ $found }” har ett annat engelskt namn på rad { $line }.
article-file-kind = ”{ $found }” är varken goods (vara) eller service (tjänst).
article-file-deposit = ”{ $found }” är inget annat artikelnummer. Skriv numret på artikeln som är panten, eller lämna fältet tomt.
article-file-age = ”{ $found }” är ingen ålder. Skriv ett tal från 1 till 99, eller lämna fältet tomt.
article-file-weighed = ”{ $found }” är varken yes (ja) eller no (nej).
