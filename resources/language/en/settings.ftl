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
