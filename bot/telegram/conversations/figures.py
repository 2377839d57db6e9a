"""The clinic's statistics in chat, for a number of days."""

from bot.chat.payload import message
from bot.pathway.figures import figure_words
from bot.pathway.rights import Right
from bot.pathway.statistics import LONGEST_SPAN, SPAN, statistics
from bot.telegram.command import Command
from bot.telegram.visit import Visit


def show(visit: Visit, rest: str) -> None:
    """Show how the alerts of the last days came out: /statistics, or /statistics 90."""
    written = rest.strip()
    days = int(written) if written.isascii() and written.isdigit() else 0
    if written and not 0 < days <= LONGEST_SPAN:
        visit.reply("statistics.which_days", most=LONGEST_SPAN)
        return
    found = statistics(visit.clinic, by=visit.colleague.code, days=days or SPAN)
    visit.send(message(figure_words(found, visit.language)))


COMMANDS = (Command(name="statistics", run=show, right=Right.SEE_STATISTICS),)
