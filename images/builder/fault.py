"""The one error that the builder raises on purpose."""


class BuildError(Exception):
    """Says what is wrong, with which value, and how to fix it; shown without a traceback."""
