"""The next moment at which an open form must be looked at."""

from datetime import datetime

from bot.clinic import Clinic
from bot.storage import forms
from bot.storage.forms import Form, FormState


def book_next(clinic: Clinic, form: Form, **changes: datetime | None) -> Form:
    """Change a form's moments and work out the next of them."""
    form = forms.change(clinic.db, form.id, **changes) if changes else form
    moments = [form.remind_at, form.silence_at, form.expires_at]
    waiting = form.state is FormState.OPEN
    known = [moment for moment in moments if moment is not None]
    return forms.change(clinic.db, form.id, next_at=min(known, default=None) if waiting else None)
