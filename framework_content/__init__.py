"""The framework's content: `load` reads it into a `Library`, `load_all` every language, `check` says what to mend."""

from framework_content.checking import check
from framework_content.reading import load, load_all

__all__ = ["check", "load", "load_all"]
