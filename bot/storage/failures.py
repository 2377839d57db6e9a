"""What can be wrong with the database in ways that a person must mend."""

RESTORE = "restore the last backup: python -m bot restore FILE"
# What to do, by the beginning of what SQLite calls the fault.
ADVICE = {
    "SQLITE_BUSY": "Another program holds it: end that, then start again.",
    **dict.fromkeys(
        ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN"),
        "See that there is room on the disk and that the user who runs this program may write "
        "there, then start again.",
    ),
}
OTHERWISE = (
    f"Check that DATABASE_KEY_FILE is the key this database was made with; otherwise {RESTORE}."
)


class DatabaseUnusableError(Exception):
    """The database cannot be used; the text says why and what to do, for the operator."""


def what_to_do(error: Exception) -> str:
    """Advise on a fault of the database."""
    name = _name(error)
    return next((words for begun, words in ADVICE.items() if name.startswith(begun)), OTHERWISE)


def is_locked(error: Exception) -> bool:
    """Tell whether another process holds the database."""
    return _name(error).startswith("SQLITE_BUSY")


def _name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
