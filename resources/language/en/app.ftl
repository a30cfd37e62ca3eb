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
log-in-demonstration = Tap a user and type the PIN that stands there.

keypad-two-decimals = At most two decimals
keypad-too-large = At most 999,999.99
keypad-too-many = At most 9,999 pieces
keypad-whole-pieces = Pieces are whole
keypad-too-long = Too many digits
keypad-nothing-typed = Type a number first
