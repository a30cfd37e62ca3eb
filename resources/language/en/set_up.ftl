# Why something could not be set up: what happened, what Kassa does, what to do. One text for each trouble, and one for
# each refusal of SEQR's that a person can do something about.

set-up-invalid = Nothing was saved: { $count ->
    [one] one field has
   *[other] { $count } fields have
} to be mended first.
set-up-journal = Nothing was saved. { $trouble ->
    [disk-full] The disk is full: make room on it and try again.
    [read-only] The register may not write to its data folder: make it writable for the register's user.
    [locked] Another program has the register's database open: close it and try again.
    [damaged] The database is damaged: leave everything as it is and call support.
    [gone] The database has been removed: leave everything as it is and call support.
   *[other] The register cannot write to its journal: try again, and call support if it goes on.
}
set-up-pin-missing = Somebody new needs a PIN. Type one with 4 to 8 digits.
set-up-pin-too-short = The PIN is too short. Type 4 to 8 digits.
set-up-last-installer = This is the last installer who can log in. Nothing was changed: add another installer first.
set-up-last-manager = This is the last manager who can log in. Nothing was changed: add another manager first.
set-up-user-number = A cashier number is from 1 to 9999. Type another one.
set-up-name-missing = A name is missing. Type one.

set-up-no-address = SEQR has no address yet. Type the address that SEQR has given you.
set-up-bad-address = The SEQR address cannot be used. It begins with https:// and holds no user name. Check it against what SEQR has given you.
set-up-bad-ca-file = The certificate file { $path } cannot be read or holds no certificate (PEM). Choose another file, or leave the field empty to trust the system's certificates.
set-up-not-trusted = What answers at this address cannot prove that it is SEQR, so nothing was sent to it. Check the address, the date of this machine, and the certificate file. ({ $detail })
set-up-unreachable = SEQR cannot be reached. Nothing was sent. Check the network cable and the address, then try again. ({ $detail })
set-up-answer-lost = SEQR's answer was lost: SEQR may have done it or not. Do it again; that does no harm. ({ $detail })
set-up-not-seqr = What answers at this address is not SEQR's service. Check the address, and whether the network asks for a log-in of its own. ({ $detail })
set-up-seqr-refused = SEQR said no ({ $code } { $detail }). Nothing was changed. Call SEQR with this number.
set-up-seqr-refused-20 = SEQR does not accept the password ({ $code } { $detail }). Nothing was changed. Check the reseller's password and try again.
set-up-seqr-refused-21 = SEQR does not allow this login to do it ({ $code } { $detail }). Nothing was changed. Check that it is the reseller's user; under SEQR the settings say who ends a registration.
set-up-seqr-refused-29 = SEQR does not know this terminal ({ $code } { $detail }). Unregister it here, then register it again.
set-up-seqr-refused-33 = The login or the terminal is blocked at SEQR ({ $code } { $detail }). Nothing was changed. Call SEQR.
set-up-seqr-refused-37 = SEQR does not know this reseller or user ({ $code } { $detail }). Nothing was changed. Check the reseller id and the user id.
set-up-seqr-refused-53 = The sticker cannot be used ({ $code } { $detail }): another register has it, or the number is wrong. Take another sticker, or unregister the other register.
set-up-seqr-refused-90 = SEQR has trouble of its own ({ $code } { $detail }) and may have done it or not. Wait a moment and do it again; that does no harm.
set-up-seqr-refused-91 = The service does not know this request ({ $code } { $detail }). Nothing was changed. Check the SEQR address: it may be that of another version.
set-up-seqr-refused-92 = The shop's agreement with SEQR does not cover this ({ $code } { $detail }). Nothing was changed. Call SEQR.
set-up-reseller-missing = The reseller's login is not complete. Type reseller id, user id and password.
set-up-already-registered = This register is registered already. Unregister it first.
set-up-not-registered = This register is not registered with SEQR. Register it first.
set-up-password-gone = The password of this register's SEQR terminal can no longer be read, as when a copy was restored on another machine. Register it again: SEQR makes a new terminal.
set-up-payment-unsettled = A SEQR payment or refund is open or in doubt, and needs the registration as it is. Nothing was changed. Settle it first, then try again.
set-up-not-a-seqr-id = That is not a SEQR ID: it has letters and digits only. Scan the bar code or the QR code on the sticker, or type the number below it.
set-up-system = The machine did not give Kassa what it needs. Nothing was changed. Restart the machine, and call support if it goes on. ({ $detail })

set-up-unanswered-register = SEQR was asked to register this register, and its answer was lost. Register again: if SEQR had done it, an unused terminal stays behind there, which does no harm.
set-up-unanswered-assign = SEQR was asked to assign the sticker, and its answer was lost. Assign it again; that does no harm.
set-up-unanswered-unregister = SEQR was asked to end the registration, and its answer was lost. Unregister again: if SEQR had done it, it says so.

set-up-device-missing = The device is not there. Check its cable and that it is switched on, then try again.
set-up-device-taken = Another program has the device open. Close that program, then try again.
set-up-device-forbidden = This user may not open the device. An administrator adds the user to the group { $group }; it holds after the next log-in to the machine.
set-up-printer-silent = The printer does not answer. Check that it is on and its cable is in. If it is one that cannot answer, say so in its settings.
set-up-paper-out = The printer has no paper. Put in a new roll, then try again.
set-up-cover-open = The printer's cover is open. Close it, then try again.
set-up-device-fault = The device reports a fault. Switch it off, wait a few seconds, switch it on and try again. ({ $detail })
set-up-nothing-scanned = Nothing was scanned in time. Try again, and hold a code close to the scanner.
set-up-no-baud-fits = Something arrived from the scanner, but at no speed could it be read. Reset the scanner with the code in its manual and try again.

set-up-file = { $path } cannot be read or written. Nothing was changed. Check that it is there and that the medium has room. ({ $detail })
set-up-article-file = The file has { $count ->
    [one] one mistake
   *[other] { $count } mistakes
}. Nothing was imported. Mend the file and read it again. { $first }
set-up-price = The price cannot be used. Type one from 0 to 999,999.99.
set-up-no-backup-folder = No folder for copies is set. Choose one in the settings, or name one now.
set-up-backup-folder-missing = The folder { $folder } is not there. Plug its disk or stick in, or choose another folder.
set-up-backup-folder-read-only = Nothing can be written to { $folder }. Look whether the stick is write-protected, or choose another folder.
set-up-backup-folder-full = There is no room in { $folder }. Remove something from it, or take another disk or stick.
set-up-backup-unsound = The copy was made, but checking it found a fault. Do not rely on it: make another one, on another medium. ({ $detail })
