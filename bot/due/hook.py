"""The hook: a POST that tells the clinic of urgent flags that Telegram does not deliver."""

import logging

import httpx

from bot.clinic import Clinic
from bot.due.night import OnDatabase
from bot.pathway import elsewhere
from bot.storage.alerts import Alert
from bot.storage.database import transaction

log = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds to wait for an answer


class AlertHook:
    """Tells the clinic at `ALERT_HOOK_URL`; one that fails is tried again at the next look."""

    def __init__(self, clinic: Clinic, on_database: OnDatabase) -> None:
        self._clinic = clinic
        self._on_database = on_database

    async def tell(self) -> None:
        """Tell of what no clinician has received, where there is an address for it."""
        url = self._clinic.settings.alert_hook_url
        if url is None:
            return
        flags = await self._on_database(lambda: elsewhere.unheard(self._clinic))
        if flags and await self._post(url, elsewhere.words(self._clinic, flags)):
            await self._on_database(lambda: self._note(flags))

    def _note(self, flags: list[Alert]) -> None:
        with transaction(self._clinic.db):
            elsewhere.note_told(self._clinic, flags)

    async def _post(self, url: str, words: str) -> bool:
        """Post the words as chat services take them; the address is a secret, and not logged."""
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                answer = await client.post(url, json={"text": words})
                answer.raise_for_status()
        except httpx.HTTPError as error:
            log.error("the clinic could not be told elsewhere: %s", type(error).__name__)
            return False
        log.warning("no clinician can be reached on Telegram; the clinic was told elsewhere")
        return True
