# Setting a register up, step by step.
wizard-later = Later
wizard-back = Back
wizard-next = Next
wizard-skip = Not now
wizard-done = Start selling
wizard-place = Step { $step } of { $steps }
wizard-problem-elsewhere = { $field }: { $fault }

wizard-step-language = Language
wizard-step-shop = Shop
wizard-step-register = Register name
wizard-step-service = SEQR service
wizard-step-terminal = SEQR registration
wizard-step-sticker = SEQR sticker
wizard-step-scanner = Scanner
wizard-step-printer = Printer and drawer
wizard-step-people = People
wizard-step-sheet = Tests and sheet

wizard-language-do = Choose the language of this register. Each step is saved when you press Next, and you can come back to it.

wizard-shop-do = This stands on every receipt. The company and its number are needed before anything can be sold.
wizard-shop-name = Company
wizard-organisation-number = Organisation number
wizard-organisation-number-hint = Ten digits: NNNNNN-NNNN
wizard-street = Address
wizard-town = Postcode and town
wizard-header = At the top of the receipt
wizard-footer = At the bottom of the receipt
wizard-footer-below = At the bottom, second line
wizard-currency = Currency
wizard-vat = VAT rates
wizard-vat-hint = Press the rates that the shop sells at.

wizard-register-do = The register’s name stands on receipts and reports. Each register in the shop has a name of its own.
wizard-register = Register name
wizard-register-hint = Letters, digits and spaces

wizard-service-do = SEQR says which address the register uses. Ask whether it answers before you go on.
wizard-service = Address of the SEQR service
wizard-service-hint = From https:// to its end
wizard-ca-file = Certificate file
wizard-ca-file-hint = Only if SEQR has given you one
wizard-client-id = Company, as SEQR knows it
wizard-client-id-hint = SEQR sees it with every request
wizard-reach = Does it answer?
wizard-reach-busy = Asking …
wizard-reached = SEQR answers, in { $milliseconds } ms.
wizard-without-seqr = SEQR is not used
wizard-without-seqr-do = A shop without SEQR takes cash and card. SEQR can be set up later.
wizard-seqr-not-used = SEQR is not used in this register. Fill in the address of the service first.
wizard-register-first = The register has to be registered with SEQR before it gets a sticker.

wizard-registered = This register is registered with SEQR.
wizard-assigned = Customers pay at this register with this sticker.
wizard-other-sticker = Use another sticker

wizard-scanner-first = A scanner on a cable reads the sticker once it is set up. Come back here after it.
wizard-scanner-do = Choose the port that the scanner is plugged into, then scan the code below. Plug it in now if it is not in the list.
wizard-no-scanner = No scanner, or one that types like a keyboard
wizard-no-scanner-do = A scanner that types like a keyboard needs no port. Scan the code to try it.
wizard-speed = Speed
wizard-find-speed = Find the speed
wizard-find-speed-busy = Scan any code again and again until the speed is found …
wizard-scan-this = Scan this code. A scanner that cannot read screens reads it from the printer’s test page.
wizard-scan-right = The scanner reads right.
wizard-scan-other = Read “{ $text }” instead of “{ $code }”. Check the speed.
wizard-port-ours = in use here
wizard-port-taken = another program uses it
wizard-port-forbidden = needs the group { $group }
wizard-port-missing = Not plugged in

wizard-printer-do = Choose where the printer is, print a test page and open the drawer.
wizard-printer-network = In the network
wizard-printer-preview = No paper: show receipts on the screen
wizard-no-printer = No printer
wizard-no-printer-do = Receipts are kept and can be printed when there is a printer.
wizard-preview-do = Receipts are shown on the screen instead of on paper.
wizard-columns = Characters on a line
wizard-columns-hint = 48 or 42: 80 mm paper; 32: 58 mm
wizard-answers = The printer answers
wizard-answers-hint = Off only if it never does
wizard-printer-speed-hint = It stands on the printer’s self-test
wizard-printer-address = Address and port
wizard-printer-address-hint = For example 192.168.1.50:9100
wizard-try-page = Print a test page
wizard-try-drawer = Open the drawer
wizard-page-right = Is everything on the page right: å ä ö é €, the width, the cut?
wizard-page-wrong = The test page was not right. Check the width and the printer’s character set.
wizard-drawer-open = Did the drawer open?
wizard-drawer-shut = The drawer did not open. Check its cable to the printer.
wizard-yes = Yes
wizard-no = No

wizard-people-first-do = First somebody who sets the register up. They are logged in at once and can add the others. Remember the number and the PIN.
wizard-people-do = Everybody who sells has a number and a PIN of their own. Add them, then press Next.
wizard-nobody = Nobody yet
wizard-person-name = Name
wizard-person-number = Number
wizard-person-number-hint = Typed at every log-in
wizard-pin = PIN
wizard-pin-hint = 4 to 8 digits
wizard-pin-again = PIN once more
wizard-pins-differ = The PINs are not the same.
wizard-role = Role
wizard-role-cashier = Sells and takes goods back
wizard-role-manager = Also decides and opens the drawer
wizard-role-installer = May do everything, also set up
wizard-add-person = Add
wizard-person-added = { $name } is added.
wizard-person-inactive = cannot log in

wizard-sheet-do = This was tried. Print the sheet and keep it with the register’s papers.
wizard-print-sheet = Print the sheet
wizard-sheet-busy = Printing …
wizard-sheet-printed = The sheet is printed.
wizard-sheet-no-printer = There is no printer to print on.
