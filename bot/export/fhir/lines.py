"""JSON as FHIR files hold it: UTF-8 without a byte order mark, one resource on one line."""

import json

from bot.export.fhir.names import Resource


def line(resource: Resource) -> bytes:
    """Write a resource without any line break."""
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
