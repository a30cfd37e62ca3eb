# Forms and settings.

form-next = Next
form-done = Done
form-space = space
form-hide = Hide
form-clear = Clear
form-signs = #+=
form-letters = ABC
form-yes = On
form-no = Off
form-page = { $page } / { $pages }

# What is wrong with a field, and what to write instead.
settings-fault-missing = Fill in this field.
settings-fault-too-long = At most { $most } characters.
settings-fault-digits-only = Only digits are typed here.
settings-fault-characters = Some characters cannot be used here.
settings-fault-check-digit = A digit is wrong: the check digit does not fit.
settings-fault-form = It is not written as it has to be.
settings-fault-range = There is no such value to choose.
settings-fault-twice = The same value is there twice.
settings-fault-not-encrypted = The address has to begin with https://
settings-fault-register-characters = Only letters, digits and spaces.
settings-fault-organisation-number-form = Type ten digits: NNNNNN-NNNN.
settings-fault-currency = Three capital letters, for example SEK.
settings-fault-seqr-address = Type the whole address, from https:// to its end.
settings-fault-printer-port = Type address and port, for example 192.168.1.50:9100.
settings-fault-accounts = An account has 1 to 10 digits.
settings-fault-baud = Choose one of the speeds.
settings-fault-columns = Choose 48, 42 or 32 characters.
settings-fault-screen-width = From 120 to 1,500 mm.
settings-fault-log-off = From 10 seconds to a day.
settings-fault-backup-hour = An hour from 0 to 23.
settings-fault-backup-days = From 1 to 3,660 days.
settings-fault-vat-rates-missing = At least one VAT rate is needed.
settings-fault-vat-rates-form = Type numbers with spaces between them: 25 12 6 0.
settings-fault-vat-rates-range = A VAT rate is below 100%.
settings-fault-tenders = At least one tender has to be on.
settings-fault-quick-amounts-too-many = At most { $most } quick amounts.
settings-fault-quick-amounts-range = A quick amount is more than zero and at most 999,999.99.

# The fields.
settings-field-shop-name = Company
settings-field-organisation-number = Organisation number
settings-field-address = Address
settings-field-header = Text at the top of the receipt
settings-field-footer = Text at the bottom of the receipt
settings-field-manufacturing-number = Manufacturing number
settings-field-register = Register designation
settings-field-currency = Currency
settings-field-vat-rates = VAT rates
settings-field-seqr-address = SEQR address
settings-field-client-id = Company at SEQR (clientId)
settings-field-client-reference = Register program (clientReference)
settings-field-scanner-port = Scanner port
settings-field-scanner-baud = Scanner speed
settings-field-printer-port = Printer port or address
settings-field-printer-baud = Printer speed
settings-field-printer-columns = Characters on a line
settings-field-tenders = Tenders
settings-field-quick-amounts = Quick amounts
settings-field-accounts = Accounts
settings-field-screen-width = Screen width
settings-field-log-off = Automatic log-off
settings-field-backup-hour = Hour of the copy
settings-field-backup-days = Days that copies are kept

# The settings: groups, fields, what is said.
settings-shop = Shop
settings-register = Register
settings-seqr = SEQR
settings-scanner = Scanner
settings-printer = Printer
settings-people = People
settings-articles = Articles
settings-order = Article pages
settings-tenders = Tenders
settings-accounts = Accounts
settings-look = Look
settings-backup = Copies and support

settings-search = Find a setting
settings-search-hint = for example VAT
settings-nothing-found = No setting has that name.
settings-save = Save
settings-saving = Saving …
settings-saved = Saved
settings-changed = Unsaved changes
settings-busy = Waiting for the answer …
settings-try = Try
settings-failed = It did not work. Nothing was changed. Try again.
settings-problems = { $count ->
    [one] One field has to be mended first
   *[other] { $count } fields have to be mended first
}
settings-unsaved = Unsaved changes
settings-unsaved-settings = The settings were changed but not saved. Save them, go on changing them or discard the changes.
settings-unsaved-form = The form was changed but not saved. Save it, go on changing it or discard the changes.
settings-discard = Discard
settings-stay = Go on

settings-line = {" "}{ $line }
settings-vat-rates-hint = in per cent, with spaces between them
settings-language = Language
settings-sound = Sound
settings-seconds = s
settings-log-off-hint = Seconds without a press. Empty: never.
settings-training = Training mode
settings-training-hint = Sells for practice. Nothing counts, nothing goes to SEQR.
settings-training-begin = Begin training
settings-training-end = End training

settings-ca-file = Certificates of your own
settings-ca-file-hint = A file in PEM format. Empty: only the system's certificates.
settings-unregister-as = Unregister as
settings-unregister-terminal = The terminal
settings-unregister-reseller = The reseller
settings-keep-reseller = Keep the reseller's login
settings-keep-reseller-hint = Encrypted. Off: it is typed every time.
settings-reach = Does SEQR answer?
settings-reached = SEQR answered in { $milliseconds } ms.
settings-wizard = Step by step
settings-wizard-open = Set-up wizard
settings-terminal = Registration with SEQR
settings-terminal-open = Terminal menu

settings-scanner-kind = How the scanner is connected
settings-scanner-none = None, or as a keyboard
settings-scanner-serial = Serial port
settings-scanner-hint = A scanner that types like a keyboard needs nothing more.
settings-port = Serial port
settings-ports = Ports
settings-ports-choose = Choose a port
settings-ports-count = { $count ->
    [0] No port is connected now
    [one] One port found
   *[other] { $count } ports found
}
settings-ports-none = No port was found. Connect the device: it will be shown here.
settings-port-free = free
settings-port-ours = used by the register
settings-port-taken = in use by another program
settings-port-forbidden = needs the group { $group }
settings-baud = Find the speed
settings-find-baud = Try all
settings-find-baud-hint = Scan a code a few times meanwhile.
settings-baud-found = The scanner sends at { $baud } bit/s. It is chosen: save.
settings-listen = Is the scanner heard?
settings-listen-begin = Listen
settings-listen-end = Stop listening
settings-scan-now = Scan a code now. Nothing is sold.
settings-scan-read = Read: { $text }
settings-scan-unreadable = Cannot be read: { $text }. Try another speed.

settings-printer-kind = How the printer is connected
settings-printer-none = None
settings-printer-serial = Serial
settings-printer-network = Network
settings-printer-file = USB
settings-printer-screen = Screen
settings-path = Printer file
settings-network = Network address
settings-network-hint = for example 192.168.1.50:9100
settings-columns-hint = 48 or 42 on 80 mm paper, 32 on 58 mm
settings-answers = The printer answers questions
settings-answers-hint = Off only for printers that cannot answer.
settings-tests = Try the printer
settings-test-page = Test page
settings-test-page-done = The test page is printed. Check å ä ö é €, the width and the bar code.
settings-drawer = Open the drawer
settings-drawer-done = The drawer got its signal. If it is not open, check the cable between printer and drawer.

settings-person-new = New person
settings-person-of = Number { $number }
settings-person-number = Number
settings-person-number-hint = 1 to 9999. It is seen on receipts and at SEQR.
settings-person-taken = Somebody else has this number.
settings-person-name = Name
settings-person-pin = PIN
settings-person-new-pin = New PIN
settings-person-pin-hint = Empty: the PIN stays.
settings-person-role = Role
settings-person-role-hint = Manager: settles and opens the drawer. Installer: changes settings as well.
settings-person-active = Can log in
settings-person-active-hint = Nobody is removed: receipts bear the name.
settings-person-closed = cannot log in

settings-article-search = Find an article
settings-article-search-hint = name, number or bar code
settings-article-gone = The article is gone
settings-article-new = New article
settings-article-of = Article { $number }
settings-article-number = Number
settings-article-number-hint = Cannot be changed later.
settings-article-number-fault = 1 to 20 letters a–z, digits, - . or _
settings-article-number-taken = Another article has this number.
settings-article-name = Name
settings-article-english = English name
settings-article-price = Price with VAT
settings-article-price-hint = 0 if the price is typed at the sale
settings-article-price-fault = Type a price, at most 999,999.99.
settings-article-group = Group
settings-article-group-english = Group in English
settings-article-codes = Bar codes
settings-article-codes-hint = with spaces between them
settings-article-codes-fault = A bar code has 4 to 32 letters a–z or digits.
settings-article-code-taken = Another article has this bar code.
settings-article-vat = VAT
settings-article-kind = Goods or service
settings-article-remove = Remove the article
settings-article-remove-ask = The article is not sold any more. Old receipts keep it. Prices are changed in the form instead.
settings-article-keep = Keep the article
settings-goods = Goods
settings-service = Service
settings-files = Article files
settings-files-path = File
settings-files-path-hint = The whole path of a CSV file
settings-files-keys = What to do?
settings-import = Read the file
settings-export = Write all articles to the file
settings-import-would = New articles: { $new }. Changed: { $changed }. The same: { $same }. Nothing is changed yet.
settings-import-ask = Import them?
settings-import-now = Import
settings-import-hint = Articles that are not in the file stay.
settings-export-done = All articles were written to { $path }.

settings-order-which = What to put in order?
settings-favourites = Favourites
settings-favourites-hint = They are on a page before all others.
settings-favourites-none = No favourites yet. Add those that are sold most often.
settings-groups = Groups
settings-groups-hint = The pages are shown in this order.
settings-group-size = { $count ->
    [one] 1 article
   *[other] { $count } articles
}
settings-up = Up
settings-down = Down
settings-favourite-add = Add a favourite
settings-favourite-remove = Remove

settings-cash = Cash
settings-card = Card
settings-card-hint = Paid on a card terminal beside the register.
settings-quick-amount = Quick amount { $number }
settings-quick-amounts-hint = The quick amounts stand beside a payment in cash. Without any, the next notes above the amount are shown.

settings-account-cash = Cash in the drawer
settings-account-card = Claims on card payments
settings-account-seqr = Claims on SEQR payments
settings-account-rounding = Rounding
settings-account-difference = Cash difference
settings-account-sales = Sales { $rate }
settings-account-tax = VAT on sales { $rate }

settings-theme = Colours
settings-theme-light = Light
settings-theme-dark = Dark
settings-theme-contrast = High contrast
settings-text-size = Size
settings-text-size-hint = For a screen that was measured.
settings-text-normal = Normal
settings-text-large = Larger
settings-hand = Hand
settings-hand-hint = The keypad is on that side.
settings-hand-left = Left
settings-hand-right = Right
settings-millimetres = mm
settings-screen-width-hint = Empty: everything is as large as there is room.
settings-ruler-steps = Make the bar
settings-ruler-shorter = a little shorter
settings-ruler-much-shorter = a lot shorter
settings-ruler-longer = a little longer
settings-ruler-much-longer = a lot longer
settings-ruler-is = 50 mm
settings-ruler-how = Lay a ruler on the bar. Press until it is 50 mm long, and save.

settings-backup-folder = Folder for copies
settings-backup-folder-hint = Best on another disk. Empty: no copies are made at night.
settings-days = days
settings-backup-copy = Copy of the journal
settings-backup-now = Make a copy now
settings-backup-last = Newest copy: { $at }
settings-backup-never = No copy has been made yet.
settings-backup-done = The copy was made and checked: { $path }
settings-support-folder = Folder for the support file
settings-support-hint = for example a USB stick
settings-support-file = Support file
settings-support = Make a support file
settings-support-done = The support file was made: { $path }
settings-support-what = Logs, device states, settings and recent events. No passwords.
