"""Time zones: offered by region, found by a typed city or a shared place."""

import pytest

from bot.pathway import zones


@pytest.mark.parametrize(
    ("region", "zone"),
    [("de", "Europe/Berlin"), ("gb", "Europe/London"), ("us", "America/New_York")],
)
def test_the_zones_of_a_region_are_offered(region: str, zone: str) -> None:
    assert zone in zones.likely(region)


@pytest.mark.parametrize("region", ["us", "ru", "ca", "br", "au"])
def test_no_more_are_offered_than_fit_a_phone(region: str) -> None:
    offered = zones.likely(region)

    assert 1 < len(offered) <= zones.MOST_OFFERED
    assert all(zones.is_zone(zone) for zone in offered)


@pytest.mark.parametrize("region", ["xx", ""])
def test_for_an_unknown_region_none_is_offered(region: str) -> None:
    assert zones.likely(region) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Berlin", ["Europe/Berlin"]),
        ("new york", ["America/New_York"]),
        ("NEW_YORK!", ["America/New_York"]),
        ("Europe/Lisbon", ["Europe/Lisbon"]),
        ("  Ho Chi Minh ", ["Asia/Ho_Chi_Minh"]),
    ],
)
def test_a_city_is_found_however_it_is_written(typed: str, found: list[str]) -> None:
    assert zones.by_city(typed) == found


def test_the_beginning_of_a_city_is_enough_and_several_are_all_given() -> None:
    assert zones.by_city("Monte") == ["America/Monterrey", "America/Montevideo"]


@pytest.mark.parametrize("typed", ["", "ab", "Atlantis", "💊", "Etc/GMT+3"])
def test_what_is_no_city_is_not_guessed(typed: str) -> None:
    assert zones.by_city(typed) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.52, 13.405, "Europe/Berlin"),
        (-33.87, 151.21, "Australia/Sydney"),
        (40.71, -74.01, "America/New_York"),
        (28.61, 77.21, "Asia/Kolkata"),
    ],
)
def test_a_place_has_a_zone(latitude: float, longitude: float, zone: str) -> None:
    assert zones.at(latitude, longitude) == zone


def test_a_place_at_sea_has_none() -> None:
    assert zones.at(0.0, -30.0) is None
