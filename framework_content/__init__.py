"""The framework's content, `load`, which reads it into a `Library`, and `load_all` for every language."""

from framework_content.reading import load, load_all

__all__ = ["load", "load_all"]
