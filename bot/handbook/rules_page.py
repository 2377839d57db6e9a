"""The rules as those read them who answer alerts: levels, grades, times, each with its source."""

from bot.handbook import sections
from bot.handbook.content_page import MARKS
from bot.handbook.markdown import code, page, table
from bot.handbook.reader import Reader


def rules_page(reader: Reader) -> str:
    """Write the rules in force, in words."""
    protocol = reader.protocol
    return page(
        [
            f"{protocol.key} {protocol.version}, content hash {code(protocol.content_hash[:16])}. "
            "What patients read stands in quotation marks.",
            MARKS,
            "## Rules",
            "Every rule is run over every answer; the highest level wins and nothing lowers it. "
            "A rule that hangs on something not asked is undecided; in a complete report that "
            "counts as contact with the clinic.",
            *sections.rules(reader),
            "## Symptoms and their grades",
            *sections.symptoms(reader),
            "## Times",
            *sections.times(reader),
            "## Emergency numbers",
            table(
                ("region", "call", "confirmed", "crisis line", "source"), sections.regions(reader)
            ),
        ]
    )
