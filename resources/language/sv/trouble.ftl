# Texts of the trouble.

trouble-title = X
