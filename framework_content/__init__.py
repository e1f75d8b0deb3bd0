"""The framework's content, and `load`, which reads it into a `Library`."""

from framework_content.reading import load

__all__ = ["load"]
