# The payment dialog and every outcome of a payment.

payment-due = To pay
payment-rest = Left to pay
payment-of-total = of { $total }
payment-cash = Cash
payment-card = Card
payment-seqr = SEQR
payment-seqr-unverified = Unverified
payment-taken = Paid so far
payment-final = Cannot be removed
payment-remove = Undo
payment-page = { $page } of { $pages }
payment-back-to-sale = Back to the sale
payment-must-be-paid = The receipt must be paid in full.
payment-choose = Choose a tender
payment-exact = Exact
payment-all = All
payment-pay = Pay
payment-nothing-due = Nothing to pay
payment-finish-for-nothing = Finish the sale

payment-change = Change
payment-even = Exact amount.
payment-even-rounded = Exact amount. Rounding { $rounding }.
payment-left-after = Then { $rest } is left to pay.
payment-seqr-all = The customer pays everything on the phone.
payment-seqr-less = The receipt is locked until the rest, { $rest }, is paid with another tender.
payment-seqr-more = The customer gets { $change } back in cash.
payment-card-beside = The terminal stands beside the register. Press Pay when it has approved.
payment-card-less = The terminal stands beside the register. Then { $rest } is left to pay.
payment-card-most = A card can pay at most { $due }.
payment-cash-whole = Cash comes in whole kronor.
payment-amount-missing = Type an amount above zero.
payment-voucher = Voucher
payment-account = On account
payment-cash-large = { $amount } is much more than { $due }. Is that right?
payment-cash-large-yes = Yes, take it
payment-cash-large-no = Change the amount

payment-seqr-not-set-up = SEQR is not set up. Call the installer.
payment-seqr-not-set-up-short = Not set up. Call the installer.
payment-seqr-not-registered = The register is not registered with SEQR. Call the installer.
payment-seqr-not-registered-short = Not registered. Call the installer.
payment-seqr-unreachable = SEQR cannot be reached. Take another tender.
payment-seqr-unreachable-short = Cannot be reached. Take another tender.

payment-sending = Sending to SEQR …
payment-sending-again = SEQR's answer was lost. Kassa is sending again …
payment-unreachable = SEQR does not answer. Try again or take another tender.
payment-unreachable-customer = Ask the customer not to approve on the phone. If the payment exists after all, SEQR takes it back.
payment-waiting = Ask the customer to scan the code and approve on the phone.
payment-no-contact = No contact with SEQR for { $seconds } s. The payment may have gone through: wait, Kassa keeps asking.
payment-asking = The customer has not paid yet. Wait more or cancel?
payment-asking-goes-on = The customer can still pay.
payment-cancelling = Cancelling …
payment-cancelling-customer = The customer may still pay in time. Kassa is waiting for SEQR's word.
payment-confirming = The customer is approving on the phone right now. Wait.
payment-heard = Heard from SEQR { $seconds ->
    [0] just now
   *[other] { $seconds } s ago
}

payment-in-doubt = We do not know whether the payment went through. Do not charge again. Call a manager.
payment-in-doubt-goes-on = Kassa keeps asking SEQR and shows the answer here.
payment-in-doubt-not-found = SEQR does not know the payment.
payment-in-doubt-silent = SEQR has been silent for { $seconds } s.
payment-in-doubt-without-number = SEQR says paid but gives no new number.
payment-in-doubt-not-cancelled = SEQR has not cancelled the payment for a minute. The customer can still pay.
payment-cancel-asked = Kassa has asked SEQR to cancel and is waiting for its word.
payment-attempt = Payment { $attempt }, { $amount }

payment-paid = Paid.
payment-paid-after-cancel = The customer paid in time. Finish the sale, or finish and refund.
payment-paid-in-part = { $paid } of { $total } paid. The receipt must be finished with another tender.
payment-paid-other-less = { $paid } was paid, but { $asked } was asked for. The rest, { $rest }, must be paid with another tender.
payment-paid-other-more = { $paid } was paid, but { $asked } was asked for. Give the customer { $change } back.
payment-paid-other = { $paid } was paid, but { $asked } was asked for. The receipt is paid.
payment-paid-too-much = { $paid } paid. Give the customer { $change } back.
payment-recovered = The payment arrived while the register was off. Print the receipt.
payment-recovered-in-part = The payment arrived while the register was off.
payment-in-time-in-part = The customer paid before it was cancelled.
payment-give-change = Give the customer { $change } back.
payment-reference = SEQR reference { $reference }
payment-receipt-waits = The receipt is waiting for the printer.
payment-receipt-cut-off = The receipt was cut off. Look at the paper.
payment-receipt-number = Receipt { $number }
payment-no-change = No change.

payment-cancelled-by-customer = The customer cancelled on the phone.
payment-cancelled-here = Cancelled. Nothing was paid.
payment-failed = The bank refused. Nothing was paid.
payment-expired = The time ran out. Nothing was paid.
payment-released = The payment was left. Take another tender.
payment-released-customer = If the customer approved after all, SEQR gives the money back. Kassa looks for the payment at reconciliation.
payment-taken-back = SEQR has taken the payment back: the customer has not paid.
payment-not-paid-after-all = SEQR says: nothing was paid. The customer has not paid.
payment-taken-back-manager = The receipt cannot be ended until a manager has decided.
payment-taken-off = The payment is off the receipt. Take another tender.
payment-taken-back-said = SEQR took it back: the customer has not paid.
payment-settled-paid = A manager has settled the payment as paid.
payment-settled-not-paid = A manager has settled the payment as not paid. Take another tender.
payment-settled-goes-on = Kassa keeps asking SEQR. The payment stays in the list of unsettled payments until SEQR answers.
payment-after-settling = SEQR says that the payment was made after all.
payment-after-settling-in-part = SEQR says that this payment was made after all.
payment-nothing-paid = Nothing was paid.
payment-nothing-sent = Nothing was sent and nothing was paid.
payment-not-reached = SEQR cannot be reached. Take another tender.
payment-refused = SEQR did not accept the payment: { $cause }.
payment-refused-installer = Nothing was paid. Take another tender and call the installer.
payment-refused-other = Nothing was paid. Take another tender.
payment-code = Code { $code }: { $detail }

payment-cause-rejected = it was rejected
payment-cause-password = the register's password is wrong
payment-cause-access = the register has no access
payment-cause-terminal = the register is not known there
payment-cause-blocked = the register is blocked there
payment-cause-reseller = the reseller is not known there
payment-cause-invoice = the details were not accepted
payment-cause-notification = the address for notices was not accepted
payment-cause-unsupported = the service cannot do this
payment-cause-licence = the licence does not cover it
payment-cause-unknown = no known cause was given

payment-cancel = Cancel payment
payment-wait-more = Wait more
payment-try-again = Try again
payment-other-tender = Other tender
payment-other-tender-in = Other tender in { $seconds } s
payment-settle = For the manager: settle
payment-done = Done
payment-finish = Finish
payment-finish-and-refund = Finish and refund
payment-print = Print
payment-back = Back
payment-continue = Continue

payment-phone = The customer's phone
payment-phone-simulated = Demonstration
payment-phone-nothing = Waiting for the register …
payment-phone-pay = Pay { $shop }
payment-phone-confirm = Confirm
payment-phone-decline = Decline

payment-scan-held = { $code } was not added: the receipt is being paid.
payment-scan-unknown = No article has the code { $code }.
payment-scan-unreadable = The code could not be read: { $code }
payment-not-saved = Nothing can be saved just now, so nothing can be paid. Call a manager.
payment-refused-not-allowed = Whoever is logged in may not take payments.
payment-refused-log-in = Log in first.
payment-refused-open = A SEQR payment is open.
payment-refused-final = What SEQR has paid cannot be removed.
payment-refused-paid = The receipt is paid already.
payment-refused-due = Not everything is paid yet.
payment-refused-not-now = That cannot be done just now.
payment-refused-too-large = At most { $most }.
