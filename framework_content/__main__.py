"""`python -m framework_content LANGUAGE…`: what finding needs of a language model, worked out beforehand.

Needs the `explain` extra. Run it after changing texts: `nearby.xz` lets words meet that mean much the same, with or
without the extra, and `meaning.npz` lets the bot start without waiting where the extra is installed.
"""

import sys

from framework_content import meaning, nearby
from framework_content.reading import SHIPPED, load

for language in sys.argv[1:]:
    library, folder = load(language, meaning=False), SHIPPED / language
    if (folder / nearby.FILE).exists():
        print(nearby.write(library, folder))
    print(meaning.write(library, folder))
