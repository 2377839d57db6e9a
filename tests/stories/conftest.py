"""A clinic for the stories; whatever happened in one, some things must hold at its end."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import certifi
import pytest

from bot.logs import NOISY
from tests.house import Chatter, House, open_house
from tests.stories.holding import holds_at_the_end


@pytest.fixture(scope="session", autouse=True)
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spare each clinic the loading of every certificate there is: no story speaks TLS."""
    end = "-----END CERTIFICATE-----\n"
    file = tmp_path_factory.mktemp("certificates") / "one.pem"
    file.write_text(certifi.contents().partition(end)[0] + end, "ascii")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic for one story and check at its end what every story must keep."""
    caplog.set_level(logging.INFO)
    for name in NOISY:  # as the program itself does
        caplog.set_level(logging.WARNING, logger=name)
    async with open_house(tmp_path) as opened:
        yield opened
        await holds_at_the_end(opened, caplog.text)


@pytest.fixture
async def charlie(house: House) -> Chatter:
    """Bring the clinician on duty."""
    return await house.clinician("Charlie")


@pytest.fixture
async def robin(house: House, charlie: Chatter) -> Chatter:
    """Bring a patient in Berlin, who joined after the clinician."""
    return await house.patient("Robin")
