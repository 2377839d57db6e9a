"""What a person can send besides text, as the fields the Bot API describes it with."""

from collections.abc import Callable
from typing import Any

from bot.demo.bot_api.files import FileStore, Upload

Json = dict[str, Any]

# Kind → file name, MIME type and the fields the real thing has; a test may override any of them.
FILES: dict[str, tuple[str, str, Json]] = {
    "sticker": (
        "sticker.webp",
        "image/webp",
        {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "🙂",
            "set_name": "Everyday",
        },
    ),
    "voice": ("voice.ogg", "audio/ogg", {"duration": 4, "mime_type": "audio/ogg"}),
    "document": (
        "letter.pdf",
        "application/pdf",
        {"file_name": "letter.pdf", "mime_type": "application/pdf"},
    ),
    "video": (
        "video.mp4",
        "video/mp4",
        {"width": 640, "height": 360, "duration": 7, "mime_type": "video/mp4"},
    ),
    "audio": ("song.mp3", "audio/mpeg", {"duration": 180, "mime_type": "audio/mpeg"}),
    "animation": (
        "wave.mp4",
        "video/mp4",
        {"width": 320, "height": 240, "duration": 2, "mime_type": "video/mp4"},
    ),
    "photo": ("photo.jpg", "image/jpeg", {"width": 1280, "height": 960}),
}


def attachment(kind: str, files: FileStore, fields: Json) -> Json:
    """Return the message fields for one thing sent, with its file in the store."""
    if kind in PLAIN:
        return {kind: PLAIN[kind](fields)}
    filename, mime, usual = FILES[kind]
    given = dict(fields)
    upload = Upload(filename=filename, content=given.pop("content", b"made up"), mime=mime)
    stored = files.add(kind, upload, size=given.pop("file_size", None))
    described = stored.as_json() | usual | given
    shown = {kind: [described] if kind == "photo" else described}
    # An animation is also a document, for clients that do not know animations.
    return shown | ({"document": described} if kind == "animation" else {})


def _location(fields: Json) -> Json:
    return {"latitude": fields["latitude"], "longitude": fields["longitude"]}


def _contact(fields: Json) -> Json:
    return {"phone_number": "+15550100", "first_name": "Robin"} | fields


PLAIN: dict[str, Callable[[Json], Json]] = {"location": _location, "contact": _contact}
