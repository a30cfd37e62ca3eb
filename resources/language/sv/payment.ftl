# Texts of the payment.

payment-title = X
