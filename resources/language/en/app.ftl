# Log-in, the sale view and everything around it.

close = Close
back = Back
pay = Pay
demonstration = Demonstration

role-cashier = Cashier
role-manager = Manager
role-installer = Installer

log-in = Log in
log-in-next = Next
log-in-number = Cashier number
log-in-pin-of = PIN of cashier { $number }
log-in-pin-is = PIN { $pin }
log-in-checking = Checking …
log-in-refused = Wrong number or PIN. Try again.
log-in-waiting = Too many wrong PINs. Wait { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
log-in-locked = Locked: ask a manager, or wait { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
log-in-not-yours = Only whoever is logged in, or a manager, goes on here.
log-in-screen-locked = Screen locked
log-in-screen-locked-do = { $name } is logged in. { $name } or a manager types a PIN to go on. Nothing is lost.
log-in-go-on = Go on
log-in-new = Nobody can log in yet. Set the register up to begin.
log-in-set-up = Set the register up
log-in-demonstration = Tap a user and type the PIN that stands there.

keypad-hint = quantity, number, code
keypad-two-decimals = At most two decimals
keypad-too-large = At most 999,999.99
keypad-too-many = At most 9,999 pieces
keypad-whole-pieces = Pieces are whole
keypad-too-long = Too many digits
keypad-nothing-typed = Type a number first

# The sale view.
menu = Menu
demonstration-short = DEMO
jobs-waiting = { $count } { $count ->
    [one] print waiting
   *[other] prints waiting
}
receipt = Receipt
receipt-number = Receipt { $number }
receipt-empty = Scan, tap an article, or search.
line-each = { $quantity } × { $price }
pieces = pcs
to-pay = To pay
left-to-pay = Left to pay
change = Change
total = Total
rounding = Rounding
sale-done = Paid. The receipt is done.
printed = Printed receipt
printed-show = Show the whole receipt
favourites = Favourites
groups-more = More
page-of = Page { $page } of { $count }
catalog-reading = Reading articles …
catalog-empty = There are no articles yet. Import them with “kassa catalog import”.
free-article = Free article
free-article-group = Other
free-article-do = Type the price including VAT and choose the VAT rate.
free-article-code = Code { $code }
price = Price
vat-rate = VAT
add = Add
cancel-receipt = Cancel receipt
cancel-receipt-question = { $lines ->
    [one] One line
   *[other] { $lines } lines
} for { $total } will be removed. This cannot be undone.
cancel-receipt-keep = Keep the receipt
cancel-receipt-yes = Cancel the receipt
search = Search
search-hint = Name, number or code
search-empty = Type some letters of the name, or the article's number.
search-nothing = No article matches “{ $typed }”.
search-space = space
search-take = Add
times = × quantity
look-up = article no.
quantity = Quantity
quantity-now = Now { $quantity }. Type the new quantity.
set-quantity = Change quantity

menu-jobs = Prints waiting: { $count }
menu-drawer = Open the cash drawer
menu-seqr = SEQR
menu-printer = Printer
menu-scanner = Scanner
menu-settings = Settings
menu-log-off = Log off
menu-quit = Quit Kassa
training-mark = TRAINING
menu-train = Start training
menu-stop-training = Stop training
menu-unlock = Unlock { $name }
approval = Approval
approval-do = Somebody who may do this types their number and PIN.
approval-stays = { $name } stays logged in.
approve = Approve
jobs = Prints waiting
jobs-do = What is waiting prints by itself when the printer is ready. What is printed again is marked on the paper.
jobs-more = and { $count } more
job-receipt = Receipt { $number }, { $total }
job-paper = Print { $number }
job-test-page = Test page, print { $number }
job-waiting = Waiting for the printer
job-failed = Not printed
print-now = Print
print-again = Print again
jobs-look = Look at the paper
cut-off = The print was cut off
cut-off-receipt = Look at the paper: is receipt { $number } for { $total } complete?
cut-off-test-page = Look at the paper: is the test page complete?
cut-off-paper = Look at the paper: is the print complete?
paper-is-fine = Yes, complete

help-keys = Keys
help-menu = Menu
help-search = Search for an article
help-quantity = Quantity of the next article or chosen line
help-remove = Remove the chosen line
help-lines = Line above, below
help-pages = Page before, after
help-cancel = Cancel the receipt, else a return
help-free = Free article
help-pay = Pay
help-digits = Type a quantity, price, number or code
help-enter = Look up the number or code
help-letters = Search by name
help-escape = Close, clear, back
