"""What only a person can mend: the process ends and says so."""


class TokenRefusedError(Exception):
    """Telegram does not know the token."""


class AnotherInstanceError(Exception):
    """Somebody else has been asking for the same updates for too long."""


class WebhookRefusedError(Exception):
    """Telegram will not deliver to the address of the webhook."""
