# The page that shows whether a printer is set up right.
test-page-title = Test page
test-page-question = Does everything look right?
test-page-letters = Swedish letters
test-page-bold = Bold text
test-page-normal = Normal text
test-page-tall = Tall text
test-page-double = Double text
test-page-width = The line must fill the paper exactly, { $columns } characters:
test-page-right = to the right
test-page-left = to the left
test-page-long = A very long article name that does not fit on one line of the paper
test-page-bar-code = Scan the code to try the scanner.
test-page-end = The paper is cut after this line.
