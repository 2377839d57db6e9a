"""What an auditor or an admin reads in chat: who saw, took or changed what, and no answers."""

from bot.chat.payload import message, packed
from bot.chat.staff import access_line
from bot.pathway import access_log
from bot.pathway.access_log import NobodyError
from bot.pathway.rights import Right
from bot.telegram.command import Command
from bot.telegram.visit import Visit

LONGEST_COUNT = 3  # digits; a code has more


def read_log(visit: Visit, rest: str) -> None:
    """Show the newest lines of the access log: /accesslog, with a code, a number or both."""
    words = rest.split()
    counts = [word for word in words if _is_count(word)]
    code = " ".join(word for word in words if not _is_count(word))
    limit = int(counts[0]) if counts else access_log.SHOWN
    try:
        found = access_log.entries(visit.clinic, by=visit.colleague.code, code=code, limit=limit)
    except NobodyError:
        visit.reply("access_log.nobody")
        return
    zone = visit.clinic.zone
    head = visit.say("access_log.newest", count=len(found))
    lines = "\n".join(access_line(visit.language, zone, entry) for entry in found)
    for text in packed([head, *_pieces(lines)]):
        visit.send(message(text))


def _is_count(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= LONGEST_COUNT


def _pieces(lines: str) -> list[str]:
    """Cut lines into parts that fit a message."""
    pieces = [""]
    for line in lines.splitlines():
        if len(pieces[-1]) + len(line) > LONGEST_PIECE:
            pieces.append("")
        pieces[-1] += f"{line}\n"
    return [piece.strip() for piece in pieces if piece]


LONGEST_PIECE = 3500  # leaves room for the head
COMMANDS = (Command(name="accesslog", run=read_log, right=Right.READ_ACCESS_LOG),)
