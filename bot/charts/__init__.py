"""Charts of one patient: SVG pictures, and the same data as rows for the table beside each."""

from bot.charts.facts import (
    ChartFacts,
    Counts,
    Entry,
    Graded,
    Mark,
    Missed,
)
from bot.charts.headache import described, headache_chart
from bot.charts.medicine import medicine_chart
from bot.charts.rows import Rows, headache_rows, medicine_rows, symptom_rows
from bot.charts.symptoms import symptom_chart
from bot.charts.themes import THEMES, Theme

__all__ = [
    "THEMES",
    "ChartFacts",
    "Counts",
    "Entry",
    "Graded",
    "Mark",
    "Missed",
    "Rows",
    "Theme",
    "described",
    "headache_chart",
    "headache_rows",
    "medicine_chart",
    "medicine_rows",
    "symptom_chart",
    "symptom_rows",
]
