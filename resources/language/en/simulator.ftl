# The simulator's own pages: the customer's phone and the faults.

phone-page-title = The customer's phone
phone-simulator = Simulator: no money moves.
phone-faults = Faults to try
phone-nothing = No bill is waiting
phone-nothing-hint = Ring something up and choose SEQR. The bill appears here by itself.
phone-total = To pay
phone-confirm = Pay { $amount }
phone-decline = Decline
phone-more = More
phone-bank-slow = Pay, but the bank is slow
phone-bank-refuses = The bank refuses
phone-bank-agrees = The bank agrees
phone-bank-working = The bank is working …
phone-paid = Paid
phone-reserved = The amount is reserved
phone-declined = You have declined
phone-canceled = The shop has cancelled
phone-replaced = Replaced by a newer bill
phone-unregistered = The register is no longer connected
phone-reversed = The payment was taken back: the register did not ask for it in time
phone-refused = The bank has refused
phone-expired = The time ran out
phone-lapsed = The reservation ran out
phone-reference = Reference { $reference }

faults-title = Faults to try
faults-introduction = Here the SEQR simulator goes wrong on purpose, so that you see how the register copes.
faults-back = To the customer's phone
faults-now = Switched on now
faults-none = No faults are switched on.
faults-rule = When the register { $operation }: { $fault }, { $frequency }.
faults-switch-off = Switch off
faults-all-off = Switch all off
faults-new = Switch a fault on
faults-when = When the register
faults-what = this happens
faults-code = Code (only used when SEQR answers with a code)
faults-how-often = this often
faults-switch-on = Switch on

faults-operation-all = wants anything at all
faults-operation-registerTerminal = registers itself
faults-operation-unregisterTerminal = ends its registration
faults-operation-assignSeqrId = binds a SEQR sticker to itself
faults-operation-sendInvoice = sends a bill
faults-operation-updateInvoice = changes a bill
faults-operation-getPaymentStatus = asks whether it is paid
faults-operation-cancelInvoice = cancels a bill
faults-operation-commitReservation = takes a reserved amount
faults-operation-submitPaymentReceipt = sends a receipt
faults-operation-refundPayment = pays back
faults-operation-markTransactionPeriod = ends a period
faults-operation-executeReport = fetches a report
faults-operation-benchmarkingNop = tries whether SEQR answers

faults-late = the answer comes { $seconds } seconds late
faults-lost = the connection breaks without an answer
faults-half = the connection breaks in the middle of the answer
faults-garbage = the answer makes no sense
faults-html = a strange web page answers
faults-soap-fault = SEQR fails inside
faults-hang = no answer comes
faults-answers-code = SEQR answers with a code: { $code }
faults-without-effect = nothing has happened at SEQR
faults-with-effect = SEQR has done it

faults-next = { $times ->
    [one] next time
   *[other] the next { $times } times
}
faults-chance = at random { $chance } times in 1000
faults-always = every time
