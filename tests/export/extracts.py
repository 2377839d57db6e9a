"""An extract of made-up tables, for writers that are tried by themselves."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.clinical.protocol import Protocol
from bot.export.about import About, Span
from bot.export.destination import Memory
from bot.export.extract import Extract, PatientFile
from bot.export.table import Records
from bot.protocol import load_protocol

ABOUT = About(
    format="csv",
    by="operator",
    at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    patient=None,
    span=Span(),
    purpose="",
    identified=True,
    protocol="dry_needling_headache",
    protocol_version="1.0.0",
    protocol_hash="f00d",
    program_version="0.1.0",
)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """An extract of given tables without patients."""

    given: Iterable[Records]
    about: About = ABOUT

    @property
    def protocol(self) -> Protocol:
        """The protocol that comes with the program."""
        return load_protocol()

    def tables(self) -> Iterator[Records]:
        """Give the tables."""
        return iter(self.given)

    def pieces(self) -> Iterator[Records]:
        """Give the tables, each whole."""
        return iter(self.given)

    def patients(self) -> Iterator[PatientFile]:
        """Give nobody."""
        return iter(())

    def explained(self) -> Iterator[Records]:
        """Explain nothing."""
        return iter(())


def files_of(write: Callable[[Extract, Memory], None], *tables: Records) -> dict[str, bytes]:
    """Write tables and give the files by name."""
    memory = Memory()
    write(MadeUp(tables), memory)
    return dict(memory.files)
