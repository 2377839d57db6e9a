"""What a clinic must know of its regions before patients see their emergency numbers."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.clinical.protocol import Protocol, Region
from bot.settings import Settings

HOW = "Check it, then write the region and the day in CONFIRMED_REGIONS, as in {key}:2026-11-01."


def region_faults(protocol: Protocol, settings: Settings, today: date) -> Iterator[str]:
    """Name regions that are none, and days of checking that have not come."""
    named = {
        "CLINIC_REGION": [settings.clinic_region] if settings.clinic_region else [],
        "CONFIRMED_REGIONS": list(settings.confirmed_regions),
    }
    known = ", ".join(entry.key for entry in protocol.regions)
    for name, regions in named.items():
        for region in regions:
            if protocol.region(region) is None:
                yield f"{name} {region} has no emergency number; write one of: {known}."
    latest = today + timedelta(days=1)  # the day begins earlier in the east
    for region, day in settings.confirmed_regions.items():
        if day > latest:
            yield f"CONFIRMED_REGIONS {region} has a day that is still to come; write when it was."


def own_numbers(protocol: Protocol, settings: Settings) -> Iterator[str]:
    """Say so when nobody has checked the numbers of the clinic's own region."""
    region = settings.clinic_region
    if number := _unchecked(protocol, settings).get(region):
        yield (
            f"{number}: this number of your own region {region} has not been checked. "
            f"{HOW.format(key=region)}"
        )


def offered_numbers(protocol: Protocol, settings: Settings) -> Iterator[str]:
    """Name the numbers offered to patients that nobody has checked."""
    numbers = _unchecked(protocol, settings)
    numbers.pop(settings.clinic_region, None)
    if numbers:
        listed = ", ".join(f"{key} {number}" for key, number in numbers.items())
        yield (
            f"Patients are offered numbers that have not been checked: {listed}. "
            "Clinicians are asked when a patient first chooses such a region. "
            f"{HOW.format(key=next(iter(numbers)))}"
        )


def _unchecked(protocol: Protocol, settings: Settings) -> dict[str, str]:
    """Map each region that waits for the clinic to what of it has not been checked."""
    waiting = [
        region
        for region in protocol.regions
        if not region.is_checked and region.key not in settings.confirmed_regions
    ]
    return {region.key: " and ".join(_parts(region)) for region in waiting}


def _parts(region: Region) -> Iterator[str]:
    if region.verified_on is None:
        yield region.emergency
    if region.unchecked_line:
        yield f"crisis line {region.unchecked_line}"
