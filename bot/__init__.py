"""A Telegram bot that accompanies patients of a dry-needling clinic between sessions."""

__version__ = "0.1.0"

import sys

# httpx would load its own command line, with colours: 4 MB that nobody uses.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # which says: not there
