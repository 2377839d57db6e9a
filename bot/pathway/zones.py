"""Time zones: likely ones for a region, by a typed city, by a shared place."""

from functools import cache
from zoneinfo import available_timezones

import tzfpy
from babel.core import get_global

from bot.chat.typed import plain

MOST_OFFERED = 8


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def likely(region: str) -> list[str]:
    """List the zones most people of a region live in; none for an unknown one."""
    zones = [zone for zone in get_global("territory_zones").get(region.upper(), []) if "/" in zone]
    # The zones that operating systems offer by name are the ones people know.
    common = set(get_global("windows_zone_mapping").values())
    found = [zone for zone in zones if zone in common] or zones
    return found[:MOST_OFFERED]


def by_city(text: str) -> list[str]:
    """List zones whose city or whole name is the typed text, or else begins with it."""
    wanted = plain(text.replace("_", " ").replace("/", " "))
    if len(wanted) < 3:
        return []
    begun = [zone for zone, city in _cities().items() if city.startswith(wanted)]
    return of_city(text) or sorted(begun)[:MOST_OFFERED]


def of_city(text: str) -> list[str]:
    """List zones whose city, or whose whole name, is exactly the typed text."""
    wanted = plain(text.replace("_", " ").replace("/", " "))
    names = {zone: plain(zone.replace("_", " ").replace("/", " ")) for zone in _cities()}
    found = [zone for zone, city in _cities().items() if wanted in (city, names[zone])]
    return sorted(found)[:MOST_OFFERED]


@cache
def _cities() -> dict[str, str]:
    return {zone: plain(zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")) for zone in _areas()}


def _areas() -> list[str]:
    left_out = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix/")
    return [zone for zone in _known() if "/" in zone and not zone.startswith(left_out)]


def at(latitude: float, longitude: float) -> str | None:
    """Name the zone of a place; None at sea, where it would be a bare offset."""
    zone = str(tzfpy.get_tz(longitude, latitude))
    return zone if is_zone(zone) and not zone.startswith("Etc/") else None


def is_zone(name: str) -> bool:
    """Tell whether a zone of this name exists."""
    return name in _known()
