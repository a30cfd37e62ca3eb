# What is wrong with a file of articles, for the person who made it.
article-file-on-line = Line { $line }: { $cause }
article-file-in-column = Line { $line }, column { $column }: { $cause }

article-file-windows-1252 = The file is saved as Windows-1252 (Latin-1); this says “{ $word }”. Save it as UTF-8: in Excel “CSV UTF-8 (Comma delimited)”, in LibreOffice the character set “Unicode (UTF-8)”.
article-file-utf-16 = The file is saved as UTF-16 (“Unicode text”). Save it as UTF-8: in Excel “CSV UTF-8 (Comma delimited)”, in LibreOffice the character set “Unicode (UTF-8)”.
article-file-not-text = The file is not a text file. Save the spreadsheet as CSV in UTF-8.
article-file-no-header = The first line must name the columns: { $columns }
article-file-column-unknown = There is no column called “{ $name }”. The columns are: { $columns }
article-file-column-twice = The column stands twice in the first line.
article-file-column-missing = The column is missing from the first line.
article-file-field-count = The line has { $found } fields, the first line has { $expected }. A value that contains the separator must stand in quotation marks.
article-file-row-too-long = The row is longer than { $most } KiB. Is a quotation mark missing?
article-file-too-many-rows = The file has more than { $most } articles.
article-file-no-articles = The file has no articles.
article-file-unreadable = The line cannot be read.
article-file-too-many-problems = There are more problems than the { $most } above. Mend them and try again.

article-file-missing = A value is missing here.
article-file-name-too-long = The name is longer than { $most } characters.
article-file-control-character = The name contains a line break or a control character. Is a quotation mark missing?
article-file-number = “{ $found }” is not an article number. It has 1 to 20 letters A–Z, digits, hyphens, full stops or underscores.
article-file-number-twice = The article number { $found } is already on line { $line }.
article-file-code = “{ $found }” is not a bar code. It has 4 to 32 digits or letters A–Z; several codes have spaces between them.
article-file-code-rounded = “{ $found }” is a bar code that the spreadsheet has rounded. Format the column as text and enter the code again.
article-file-check-digit = The bar code { $found } has a wrong check digit: the last digit should be { $fitting }.
article-file-code-twice = The bar code { $found } is already on line { $line }.
article-file-price-not-a-number = “{ $found }” is not a price. Write it like 29,95.
article-file-price-decimals = The price “{ $found }” has more than two decimals.
article-file-price-negative = The price “{ $found }” is negative.
article-file-price-too-large = The price “{ $found }” is above { $most }.
article-file-vat = “{ $found }” is not a tax rate. The rates are 25, 12, 6 and 0.
article-file-group-differs = The group “{ $found }” has another English name on line { $line }.
article-file-kind = “{ $found }” is neither goods nor service.
article-file-deposit = "{ $found }" is not another article's number. Write the number of the article that is the deposit, or leave the field empty.
article-file-age = "{ $found }" is no age. Write a number from 1 to 99, or leave the field empty.
article-file-weighed = "{ $found }" is neither yes nor no.
