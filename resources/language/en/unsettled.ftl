# The in-doubt list: payments that nobody knows about, or that somebody has to look into.

unsettled = Unsettled payments
unsettled-marker = { $count } unsettled
unsettled-menu = Unsettled payments: { $count }
unsettled-list-do = Tap a payment to see what is known and what is to be done. A manager decides, with a PIN.
unsettled-empty = No unsettled payments.
unsettled-saved = Payment { $attempt }: the decision is saved.
unsettled-changed = Payment { $attempt }: SEQR has answered. Things have changed.
unsettled-which = Payment { $attempt }
unsettled-row = Payment { $attempt }, unsettled since { $since }. SEQR: { $said }.

unsettled-since = Unsettled since
unsettled-said = SEQR said last
unsettled-kassa = What Kassa does
unsettled-do = What you do
unsettled-reference = SEQR reference { $reference }

unsettled-said-nothing = nothing since Kassa started
unsettled-said-at = { $word }, { $time }
unsettled-said-paid = paid
unsettled-said-issued = waiting for the customer
unsettled-said-canceled = cancelled, nothing paid
unsettled-said-failed = failed, nothing paid
unsettled-said-expired = time ran out, nothing paid
unsettled-said-other = { $word }
unsettled-said-not-found = there is no such payment
unsettled-silence = SEQR has been silent for more than a minute.

unsettled-unanswered = SEQR has not answered whether it took the payment on.
unsettled-unanswered-kassa = Waits for the cashier to try again or to take another tender.
unsettled-unanswered-do = Do not charge twice: Try again, or wait until Other tender can be pressed.
unsettled-in-doubt = Nobody knows whether the customer has paid.
unsettled-in-doubt-kassa = Asks SEQR once a second. If SEQR answers, it settles itself.
unsettled-in-doubt-do = Ask the customer to show the payment on the phone, or call SEQR. Then press what is true.
unsettled-unacknowledged = Paid and booked, but SEQR has not heard that the register knows.
unsettled-unacknowledged-kassa = Asks SEQR once a second until SEQR answers.
unsettled-unacknowledged-do = Wait. See that the network works. SEQR may have taken the money back.
unsettled-unacknowledged-note-do = Look for the payment at SEQR: if SEQR took it back, the customer has not paid. Then press Looked into.
unsettled-settled-paid = A manager said that the customer has paid. SEQR has not said so.
unsettled-settled-paid-kassa = Keeps asking SEQR. If SEQR says paid, the payment leaves the list.
unsettled-settled-paid-do = Wait for SEQR. If SEQR's support or report gives the answer: Looked into.
unsettled-settled-not-paid = A manager said that the customer has not paid. SEQR has not said so.
unsettled-settled-not-paid-kassa = Cancels the payment at SEQR. If SEQR confirms it, it leaves the list.
unsettled-settled-not-paid-do = Wait for SEQR. If SEQR's support or report gives the answer: Looked into.
unsettled-released = Paid otherwise. The customer may still have approved on the phone.
unsettled-released-kassa = Does not ask any more. SEQR takes back what nobody asks for.
unsettled-released-do = Look for the payment at SEQR. If it is not there, or the money is back: Looked into.
unsettled-taken-back = SEQR has taken the payment back. The customer has not paid.
unsettled-taken-back-kassa = Does nothing more. The payment is booked on the receipt, but there is no money.
unsettled-taken-back-do = Take another tender from the customer, or write the amount off. Then press Looked into.
unsettled-taken-back-here = Press Looked into: that takes the payment off the receipt. Then take another tender.
unsettled-paid-after-all = SEQR has the customer's money, but the receipt was paid without it.
unsettled-paid-after-all-kassa = Does nothing more. The money is the customer's.
unsettled-paid-after-all-do = Give the customer the money back. Then press Looked into.
unsettled-not-paid-after-all = SEQR has no money, but a manager said that the customer has paid.
unsettled-not-paid-after-all-kassa = Does nothing more. The payment stands on the receipt as unverified, but there is no money.
unsettled-not-paid-after-all-do = Take another tender from the customer, or write the amount off. Then press Looked into.

unsettled-paid = The customer has paid
unsettled-not-paid = The customer has not paid
unsettled-note = Looked into
unsettled-why-paid = How do you know that the customer has paid?
unsettled-why-not-paid = How do you know that the customer has not paid?
unsettled-why-note = What has been done?
unsettled-typed = Tap a sentence, or type your own
unsettled-forward = On to the PIN

unsettled-will-paid = The receipt is ended as paid with SEQR, marked unverified. Kassa goes on asking SEQR.
unsettled-will-paid-part = The payment is booked with SEQR, marked unverified. The rest is taken with another tender. Kassa goes on asking SEQR.
unsettled-will-not-paid = The receipt waits for another tender. Kassa cancels the payment at SEQR, so that the customer gets back what may have been taken.
unsettled-will-note-asked = The payment leaves the list. Kassa stops asking SEQR.
unsettled-will-note = The payment leaves the list. The reason is kept in the journal.
unsettled-will-take-off = The payment is taken off the receipt, which then waits for another tender.
unsettled-will-keep = The payment leaves the list. The receipt stays as it is.

unsettled-because-seen = The customer showed the payment on the phone.
unsettled-because-confirmed = SEQR's support confirmed the payment.
unsettled-because-account = The customer's bank shows that the money was taken.
unsettled-because-not-seen = The customer's phone shows no payment.
unsettled-because-denied = SEQR's support finds no payment.
unsettled-because-left = The customer left without approving.
unsettled-because-report-paid = SEQR's report shows the payment.
unsettled-because-report-none = SEQR's report shows no payment.
unsettled-because-told = The fault has been reported to SEQR.
unsettled-because-returned = The customer got the money back from SEQR.
unsettled-because-other = The customer pays with another tender.
unsettled-because-later = The customer has paid later.
unsettled-because-loss = The customer cannot be reached. The amount is written off.
unsettled-because-cash = The customer got the money back in cash.
unsettled-because-kept = The customer cannot be reached. The money is put aside.

unsettled-taken-back-banner = SEQR has taken { $amount } back: the customer has not paid. Call a manager.
unsettled-show = Show
unsettled-unverified = The SEQR payment is not confirmed by SEQR.
