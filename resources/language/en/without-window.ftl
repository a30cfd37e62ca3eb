# The register without its window: why a line did nothing.
without-window-unknown = "{ $word }" is no command. The commands: { $known }.
without-window-incomplete = { $command } needs something behind it.
without-window-too-much = { $command } takes nothing behind it.
without-window-amount = "{ $text }" is no amount. Write 453, 453,50 or 453.50.
without-window-number = "{ $text }" is no number.
without-window-choice = "{ $text }" is none of these: { $known }.
without-window-too-long = The line is longer than { $most } characters.
without-window-log-in = Number or PIN is wrong, or somebody else is logged in.
without-window-pin = Number or PIN is wrong, or wrong ones make it wait.
without-window-unknown-code = No article has this code.
without-window-journal = Nothing can be written down just now ({ $trouble }). The log says more.
