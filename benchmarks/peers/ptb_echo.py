"""A stock python-telegram-bot echo bot: an address, updates at once, and a database or none."""

import sqlite3
import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

TOKEN = "123456789:TEST-token-of-the-bench-000000002"


class Stored:
    """One durable commit for each update."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("CREATE TABLE said (chat INTEGER, text TEXT)")

    async def store_and_echo(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Store what was said, then say it."""
        message = update.message
        if message is not None:
            self._db.execute("INSERT INTO said VALUES (?, ?)", (message.chat_id, message.text))
        await echo(update, context)


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(url: str, at_once: str, database: str = "") -> None:
    """Run until killed."""
    number = int(at_once)
    built = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    built = built.concurrent_updates(number if number > 1 else False)
    application = built.connection_pool_size(max(number, 8)).build()
    answer = Stored(database).store_and_echo if database else echo
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling(stop_signals=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
