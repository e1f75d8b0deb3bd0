"""`python -m framework_content LANGUAGE…`: embed what the shipped content says, so that the bot starts without waiting.

Needs the `explain` extra. Run it after changing texts; phrases that are not in the file are embedded at the start.
"""

import sys

from framework_content.meaning import write
from framework_content.reading import SHIPPED, load

for language in sys.argv[1:]:
    print(write(load(language, meaning=False), SHIPPED / language))
