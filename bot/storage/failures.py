"""What can be wrong with the database in ways that a person must mend."""


class DatabaseUnusableError(Exception):
    """The database cannot be used; the text says why and what to do, for the operator."""
