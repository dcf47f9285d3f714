"""Text, numbers and exceptions cross the border between Python and C++ unharmed."""

import words

assert words.shout("abc", 3) == "ABCABCABC"
assert words.half(0.5) == 0.25

said = ""
try:
    words.shout("abc", -1)
except IndexError as error:
    said = str(error)
assert said == "negative"
