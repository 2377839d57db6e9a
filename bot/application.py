"""The one wiring place: receiver or webhook, worker, sender and due clock in one process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from starlette.routing import BaseRoute, Mount
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clinic import Clinic
from bot.due.clock import DueClock
from bot.due.hook import AlertHook
from bot.due.night import Night
from bot.due.sweep import next_moment, sweep_batch
from bot.health.meters import Meters
from bot.health.pages import health_route, metrics_route
from bot.health.watch import Watch
from bot.opening import look_over_beside
from bot.pathway import consenting
from bot.serving import WebServer
from bot.storage import clinicians, inbox, outbox
from bot.storage.database import DatabaseError, sqlite_version
from bot.telegram import commands
from bot.telegram.bot import ALLOWED, PATIENCE, ClinicBot, make_bot
from bot.telegram.failures import TokenRefusedError, WebhookRefusedError
from bot.telegram.pace import Pace
from bot.telegram.receiver import PAUSES, Receiver
from bot.telegram.sender import Sender
from bot.telegram.thread import DatabaseThread
from bot.telegram.trouble import Trouble
from bot.telegram.webhook import Webhook
from bot.telegram.working import Working

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram"
LOOPBACK = "127.0.0.1"


class Application:
    """Everything that runs; each part also offers its single step, which tests drive."""

    def __init__(
        self, clinic: Clinic, *, patience: float = PATIENCE, pace: Pace | None = None
    ) -> None:
        settings = clinic.settings
        if settings.telegram_bot_token is None:
            raise ValueError("an application needs a bot token")
        self.clinic = clinic
        self.thread = DatabaseThread()
        self.bot: ClinicBot = make_bot(
            settings.telegram_bot_token.get_secret_value(),
            settings.telegram_api_url,
            patience=patience,
        )
        self.trouble = Trouble(clinic, self.bot, self.thread)
        self.hook = AlertHook(clinic, self.thread.run)
        self.meters = Meters()
        self.watch = Watch(clinic, self.thread.run, self.meters)
        self.sender = Sender(clinic, self.bot, self.thread, self.trouble, self.meters, pace)
        self.working = Working(clinic, self.bot, self.thread, self.trouble, self.sender)
        self.receiver = Receiver(
            clinic,
            self.bot,
            self.thread,
            self.working.take,
            self.working.wake,
            self.trouble,
            self.meters,
        )
        self.night = Night(clinic, self.thread.run)

    async def start(self) -> None:
        """Learn the bot's own name and set the menus; keep trying while Telegram is away."""
        await self._insist(self.bot.initialize)
        await self._set_menus()
        await self.thread.run(lambda: consenting.ask_everybody(self.clinic))
        await self.sender.recover()

    async def _insist(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call without which nothing works; keep trying while Telegram is away."""
        failures = 0
        while True:
            try:
                await call()
                return
            except InvalidToken as error:
                raise TokenRefusedError from error
            except BadRequest:
                raise  # a NetworkError by its class, and the same every time
            except (NetworkError, RetryAfter) as error:
                log.warning("Telegram cannot be reached yet: %s", type(error).__name__)
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1

    async def _set_menus(self) -> None:
        staff = await self.thread.run(lambda: clinicians.active(self.clinic.db))
        for call in commands.menus(staff):
            await self._try("setMyCommands", call)

    async def _try(self, method: str, parameters: dict[str, Any]) -> None:
        """Make a call that the bot can do without, such as a menu for a chat that is gone."""
        try:
            await self.bot.call(method, parameters)
        except TelegramError as error:
            log.warning("%s failed: %s", method, type(error).__name__)

    async def sweep(self) -> datetime | None:
        """Do what is due and tell when something is due next."""
        try:
            # A batch at a time, so that taps and alerts go in between however much is due.
            while await self.thread.run(lambda: sweep_batch(self.clinic)):
                self.trouble.over("sweeping")
                self.sender.wake()
        except DatabaseError:
            await self.trouble.met("sweeping")
            raise
        return await self.thread.run(lambda: next_moment(self.clinic))

    async def keep_up(self) -> None:
        """Do what is looked at each minute: flags that reach nobody first, then the upkeep."""
        await self.hook.tell()
        await self.night.keep_up()

    def next_step(self) -> datetime | None:
        """Tell when something stored can be moved on, now or later; None when all is at rest.

        Only for the database's thread, on which nothing else happens meanwhile.
        """
        now = self.clinic.now()
        on_its_way = now if outbox.left_sending(self.clinic.db) else None
        moments = (on_its_way, inbox.next_try(self.clinic.db, now), self.sender.next_moment())
        return min((moment for moment in moments if moment is not None), default=None)

    def wake(self) -> None:
        """Let every part look again at what may go on now, as after a leap of the clock."""
        self.working.wake()
        self.sender.wake()

    async def run(self) -> None:
        """Run until cancelled; any part that ends, ends all of them."""
        monitor, server = self._monitor(), self._web_server()
        try:
            with ExitStack() as ports:
                # A port that is taken is told before Telegram hears of us.
                for listening in filter(None, (monitor, server)):
                    ports.callback(listening.close)
                    listening.listen()
                await self._run(monitor, server)
        finally:
            await self.stop()

    async def _run(self, monitor: WebServer | None, server: WebServer | None) -> None:
        async with asyncio.TaskGroup() as group:
            # First of all: a start that waits for Telegram is alive as well.
            group.create_task(vital(self.watch.run(), "the watch"))
            if monitor:
                group.create_task(vital(monitor.serve(), "the monitor's pages"))
            await self.start()
            version = await self.thread.run(lambda: sqlite_version(self.clinic.db))
            log.info("running as @%s on SQLite %s", self.bot.username, version)
            if server:
                group.create_task(vital(server.serve(), "the web server"))
            due = DueClock(self.sweep, self.keep_up, self.clinic.now)
            group.create_task(look_over_beside(self.clinic.settings))
            group.create_task(vital(self._receive(server), "receiving"))
            group.create_task(vital(self.working.run(), "working"))
            group.create_task(vital(self.sender.run(), "sending"))
            group.create_task(vital(due.run(), "the due clock"))

    async def stop(self) -> None:
        """Close what is open; nothing needs draining, because everything is stored."""
        self.thread.close()
        await self.working.toasts_shown()
        await self.bot.shutdown()
        self.clinic.db.close()

    async def _receive(self, server: WebServer | None) -> None:
        settings = self.clinic.settings
        if server is None or settings.webhook_url is None or settings.webhook_secret is None:
            await self._insist(lambda: self.bot.call("deleteWebhook", {}))
            await self.receiver.run()
            return
        secret = settings.webhook_secret.get_secret_value()
        url = settings.webhook_url + WEBHOOK_PATH
        await server.ready.wait()  # what Telegram sends at once must find somebody
        call = {"url": url, "secret_token": secret, "allowed_updates": ALLOWED}
        try:
            await self._insist(lambda: self.bot.call("setWebhook", call))
        except BadRequest as error:
            raise WebhookRefusedError from error
        await asyncio.Event().wait()  # from here on the web server receives

    def routes(self) -> list[BaseRoute]:
        """List what the web server answers: the webhook, and the portal, where they are set up."""
        settings = self.clinic.settings
        routes: list[BaseRoute] = []
        if settings.webhook_url is not None and settings.webhook_secret is not None:
            secret = settings.webhook_secret.get_secret_value()
            hook = Webhook(self.clinic, secret, self.working.take, self.trouble, self.meters)
            routes.append(hook.route(WEBHOOK_PATH))
        if settings.portal_url is not None:
            from bot.portal.web import Portal  # a quarter of a start, for who has no portal

            portal = Portal(
                self.clinic,
                self.thread,
                address=settings.portal_url,
                bot_name=lambda: self.bot.username,
                wake=self.sender.wake,
            )
            routes.append(Mount("/", portal.application()))
        return [health_route(self.watch), *routes] if routes else []

    def _web_server(self) -> WebServer | None:
        """Make the web server, where there is anything to serve."""
        routes, settings = self.routes(), self.clinic.settings
        if not routes:
            return None
        return WebServer(routes, settings.web_host, settings.web_port, setting="WEB_PORT")

    def _monitor(self) -> WebServer | None:
        """Make the server of health and figures, which are for this machine alone."""
        port = self.clinic.settings.metrics_port
        if port is None:
            return None
        routes: list[BaseRoute] = [
            health_route(self.watch),
            metrics_route(self.clinic, self.watch, self.meters),
        ]
        return WebServer(routes, LOOPBACK, port, setting="METRICS_PORT")


class PartEndedError(Exception):
    """A part that must run for ever came to its end."""


async def vital(part: Awaitable[None], name: str) -> None:
    """Run a part without which the bot is deaf, dumb or late: its end is everybody's end."""
    await part
    raise PartEndedError(name)
