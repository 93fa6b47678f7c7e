"""What went wrong, in words for a person."""


class Failure(Exception):
    """A peer test cannot go on, or has found a difference."""
