"""A clinic with its portal open to real HTTP, and people to sign in."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette

from bot.clinical.protocol import Protocol
from bot.demo.bot_api.wires import Wires
from bot.storage import clinicians
from bot.storage.clinicians import Clinician
from tests.house import KEY, START, WITHOUT_EVENINGS, Chatter, House, open_house
from tests.telegram.posting import free_port

LINK = re.compile(r"https?://\S+/sign-in/(\S+)")
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
OWN = {"Sec-Fetch-Site": "same-origin"}


class Desk:
    """A house with its portal, at an address that browsers can open."""

    def __init__(self, house: House, address: str, served: str) -> None:
        self.house = house
        self.address = address
        self.served = served  # where this machine reaches it, with or without a proxy's name

    def member(self, person: Chatter) -> Clinician:
        """Give the staff record of a person."""
        found = clinicians.ever_in_chat(self.house.clinic.db, person.person.id)
        assert found is not None
        return found

    async def link(self, person: Chatter) -> str:
        """Let a person ask for a link in chat, and give it."""
        message = await person.says("/portal")
        found = LINK.search(message.text)
        assert found, message.text
        return found[0]


class Browser:
    """A person's browser as plain HTTP: it keeps cookies and follows nothing by itself."""

    def __init__(self, desk: Desk, client: httpx.AsyncClient) -> None:
        self.desk = desk
        self.client = client

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(self.desk.served + path, headers=headers)

    async def post(
        self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Send a form as a page of the portal would."""
        sent = OWN if headers is None else headers
        return await self.client.post(self.desk.served + path, data=fields, headers=sent)

    async def sign_in(self, link: str) -> httpx.Response:
        """Press the button of a link."""
        token = link.rpartition("/")[2]
        return await self.post("/sign-in", {"token": token})

    async def csrf(self, path: str = "/") -> str:
        """Take the word that proves a form to be the session's own off a page."""
        found = CSRF.search((await self.get(path)).text)
        assert found
        return found[1]

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form with the session's word."""
        return await self.post(path, {**fields, "csrf": await self.csrf("/protocol")})


@asynccontextmanager
async def open_desk(
    folder: Path,
    *,
    address: str = "",
    protocol: Protocol = WITHOUT_EVENINGS,
    **settings: str,
) -> AsyncIterator[Desk]:
    """Open a clinic and serve its portal on a free port, by its own name or by another."""
    port = free_port()
    served = f"http://127.0.0.1:{port}"
    named = address or served
    settings = {**settings, "PORTAL_URL": named}
    async with open_house(folder, START, protocol=protocol, **settings) as house:
        write_key(house.clinic.settings.database_key_file)
        wires = Wires()
        await wires.listen(Starlette(routes=house.app.routes()), port=port)
        try:
            yield Desk(house, named, served)
        finally:
            await wires.close()


def write_key(file: Path) -> None:
    """Put the database's key where the program looks for it."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_text(KEY)
    file.chmod(0o600)


@asynccontextmanager
async def browsing(desk: Desk) -> AsyncIterator[Browser]:
    """Open a browser without a session."""
    headers = {"Host": urlsplit(desk.address).netloc}
    async with httpx.AsyncClient(verify=False, headers=headers) as client:  # noqa: S501
        yield Browser(desk, client)
