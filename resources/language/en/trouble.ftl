# What is wrong, and what to do about it. Each state of a device has a word for the status strip
# and, under the same name with "-do", what it means.

seqr-not-set-up = SEQR not used
seqr-not-set-up-do = No address of SEQR is set. Take cash or card. An installer can set SEQR up.
seqr-not-registered = SEQR not registered
seqr-not-registered-do = This register is not registered with SEQR. An installer registers it. Take cash or card until then.
seqr-trying = Asking SEQR
seqr-trying-do = The register has just started and is asking SEQR. It takes a few seconds.
seqr-reachable = SEQR
seqr-reachable-do = SEQR answers. Customers can pay with their phones.
seqr-unreachable = SEQR unreachable
seqr-unreachable-do = SEQR has not answered for { $seconds } s. Take cash or card. The register keeps asking. Check the network if it goes on.
seqr-terminal = Terminal { $id }

printer = Printer
printer-not-set-up = No printer
printer-not-set-up-do = No receipt printer is set up. Receipts are kept and can be printed when an installer has set a printer up.
printer-preview = Receipt on screen
printer-preview-do = Receipts are shown on the screen instead of on paper. That is so in the demonstration.
printer-ready = Printer
printer-ready-do = The printer is ready.
printer-paper-low = Paper low
printer-paper-low-do = The roll is nearly at its end. Have a new one at hand. The printer goes on until the paper is out.
printer-paper-out = Paper out
printer-paper-out-do = Put in a new roll and close the cover. What is waiting prints by itself. You can sell meanwhile.
printer-cover-open = Cover open
printer-cover-open-do = Close the printer's cover. What is waiting prints by itself. You can sell meanwhile.
printer-not-answering = Printer not answering
printer-not-answering-do = Check that the printer is on and its cable is in. What is waiting prints when it answers. You can sell meanwhile.
printer-fault = Printer fault
printer-fault-do = The printer reports a fault. Switch it off, wait a few seconds and switch it on again. You can sell meanwhile.
printer-missing = Printer missing
printer-missing-do = The printer is not found. Check its cable or the network. The register looks for it by itself.
printer-taken = Printer in use
printer-taken-do = Another program uses the printer. Close that program and the register goes on by itself.
printer-forbidden = Printer locked
printer-forbidden-do = The register may not open the printer's port. An installer gives the user the right to it.

scanner = Scanner
scanner-not-set-up = Keyboard scanner
scanner-not-set-up-do = No scanner is set up on a serial port. A scanner that types like a keyboard works all the same.
scanner-ready = Scanner
scanner-ready-do = The scanner is ready.
scanner-missing = Scanner missing
scanner-missing-do = The scanner is not found. Plug its cable in. The register looks for it by itself. Search for articles with F2 meanwhile.
scanner-taken = Scanner in use
scanner-taken-do = Another program uses the scanner. Close that program and the register goes on by itself.
scanner-forbidden = Scanner locked
scanner-forbidden-do = The register may not open the scanner's port. An installer gives the user the right to it.

journal-disk-full = The disk is full
journal-disk-full-do = Nothing can be sold until there is space. Call a manager.
journal-read-only = The register may not write to its data folder
journal-read-only-do = Nothing can be sold. Call an installer.
journal-locked = The database is in use
journal-locked-do = Another program uses the register's database. Close it.
journal-damaged = The database is damaged
journal-damaged-do = Nothing can be sold. Call an installer. Do not switch the register off.
journal-other = The register cannot save
journal-other-do = Nothing can be sold right now. Call a manager.

scan-unknown = Unknown code { $code }
scan-unreadable = The code could not be read
scan-unreadable-do = Scan again, or search for the article with F2.
scan-held = { $code } was not added

refused-nobody-logged-in = Log in first.
refused-not-allowed = This needs another role. Call a manager.
refused-no-receipt = Ring up an article first.
refused-payment-open = A SEQR payment is open. Wait until it is done.
refused-partly-paid = SEQR has paid a part. Take the rest with another tender.
refused-tender-taken = Money has been taken. Give it back first.
refused-already-paid = The receipt is paid. Finish it.
refused-nothing-due = There is nothing to pay.
refused-still-due = Something is left to pay.
refused-amount-not-positive = Type an amount above zero.
refused-amount-too-large = At most { $most }.
refused-more-than-due = At most what is left to pay, { $due }.
refused-seqr-not-registered = This register is not registered with SEQR. Take another tender.
refused-seqr-unreachable = SEQR cannot be reached. Take another tender.
refused-no-such-line = The line is already gone.
refused-too-many-lines = The receipt is full. Take payment and begin a new one.
refused-quantity-out-of-range = The quantity is too large. At most 9,999.
refused-not-offered = That was not possible any more. Look at the screen and try again.
refused-receipt-open = A receipt is open. End it first.
