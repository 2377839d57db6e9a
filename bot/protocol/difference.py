"""What differs between two protocols: entry by entry, and line by line within one."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.clinical.protocol import Protocol
from bot.protocol.schema import ADAPTER

Entries = dict[str, dict[str, Any]]  # an entry's place → its lines
LIST_OF_KEYS = "order"  # how a list of entries is told to have been put in another order


def differences(old: Protocol, new: Protocol) -> list[str]:
    """List what was changed, added and removed, in the order of the tables."""
    before, after = entries_of(old), entries_of(new)
    said: list[str] = []
    for place in [*before, *(place for place in after if place not in before)]:
        if _inside_another(place, before, after):
            continue
        if place not in after:
            said.append(f"{place} · removed")
        elif place not in before:
            said.append(f"{place} · added")
        else:
            said += _changed(place, before[place], after[place])
    return said


def entries_of(protocol: Protocol) -> Entries:
    """Give every entry with its own lines, by table and keys: `rules · R40`."""
    tables = ADAPTER.dump_python(protocol, mode="json", exclude={"content_hash"})
    found: Entries = {}
    _collect(found, "protocol", tables)
    return found


def _collect(found: Entries, place: str, lines: Mapping[str, Any]) -> None:
    own: dict[str, Any] = found.setdefault(place, {})
    for name, value in lines.items():
        inside = name if place == "protocol" else f"{place} · {name}"
        if isinstance(value, dict):
            _collect(found, inside, value)
        elif _is_list_of_entries(value):
            own[f"{LIST_OF_KEYS} of {name}"] = [entry["key"] for entry in value]
            for entry in value:
                _collect(found, f"{inside} · {entry['key']}", entry)
        else:
            own[name] = value


def _is_list_of_entries(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, dict) and "key" in entry for entry in value)
    )


def _inside_another(place: str, before: Entries, after: Entries) -> bool:
    """Tell whether an entry came or went together with the one it stands in."""
    if place in before and place in after:
        return False
    parts = place.split(" · ")
    above = [" · ".join(parts[:length]) for length in range(1, len(parts))]
    return any((outer in before) is not (outer in after) for outer in above)


def _changed(place: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if name.startswith(LIST_OF_KEYS):
            if _moved(old or [], new or []):
                yield f"{place} · {name} changed"
        elif old != new:
            yield f"{place} · {name}: {_written(old)} → {_written(new)}"


def _moved(old: list[str], new: list[str]) -> bool:
    """Tell whether the keys that stayed are in another order."""
    return [key for key in old if key in new] != [key for key in new if key in old]


def _written(value: Any) -> str:
    """Write a value on one line, as in a file."""
    if value in (None, "", []):
        return "nothing"
    return " ".join(str(value).split())
