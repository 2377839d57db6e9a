"""Rules of section 6: documents and pictures out, files in, sizes, identifiers, downloads."""

import struct
import zlib
from typing import Any
from urllib.parse import quote

import pytest

from bot.demo.bot_api import Person
from bot.demo.bot_api.files import MEGABYTE
from tests.demo.bot_api.caller import TOKEN, Bot, Clock, Reply, read
from tests.demo.bot_api.ruled import rule

CSV = b"patient,pain\r\nP-1,7\r\n--boundary--\r\n\x00\xff"


def png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    )


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"note"
    return b"\xff\xd8" + comment + b"\xff\xc0" + struct.pack(">HBHH", 17, 8, height, width)


async def upload(bot: Bot, chat_id: int, kind: str, content: bytes, **fields: str) -> Reply:
    """Send a file as a form does, with its own name and MIME type."""
    file = ("diary.csv" if kind == "document" else "chart.png", content, "text/csv")
    form = {"chat_id": str(chat_id)} | fields
    address = bot.at(f"send{kind.capitalize()}")
    return read(await bot.client.post(address, data=form, files={kind: file}))


async def test_a_document_arrives_byte_for_byte(bot: Bot, robin: Person) -> None:
    reply = await upload(
        bot, robin.id, "document", CSV, caption="Your <b>diary</b>", parse_mode="HTML"
    )

    document = robin.last.document
    assert document is not None
    assert (document.filename, document.content, document.mime) == ("diary.csv", CSV, "text/csv")
    assert robin.last.text == "Your diary"
    assert reply.result["caption_entities"] == [{"type": "bold", "offset": 5, "length": 5}]


async def test_a_document_is_described_with_its_size(bot: Bot, robin: Person) -> None:
    document = (await upload(bot, robin.id, "document", CSV)).result["document"]

    assert document["file_size"] == len(CSV)
    assert (document["file_name"], document["mime_type"]) == ("diary.csv", "text/csv")


async def test_an_attachment_may_be_named_elsewhere_in_the_form(bot: Bot, robin: Person) -> None:
    form = {"chat_id": str(robin.id), "document": "attach://part"}
    files = {"part": ("a.txt", b"words", "text/plain")}
    read(await bot.client.post(bot.at("sendDocument"), data=form, files=files))

    document = robin.last.document
    assert document is not None
    assert document.content == b"words"


@rule("4.5 captions")
@pytest.mark.parametrize(("length", "status"), [(1024, 200), (1025, 400)])
async def test_a_caption_has_at_most_1024_code_points(
    bot: Bot, robin: Person, length: int, status: int
) -> None:
    reply = await upload(bot, robin.id, "document", CSV, caption="é" * length)

    assert reply.status == status


async def test_a_caption_that_is_too_long_says_so(bot: Bot, robin: Person) -> None:
    reply = await upload(bot, robin.id, "document", CSV, caption="x" * 1025)

    assert reply.refusal == (400, "Bad Request: message caption is too long")


@rule("6.7 empty files")
async def test_an_empty_file_is_refused(bot: Bot, robin: Person) -> None:
    reply = await upload(bot, robin.id, "document", b"")

    assert reply.refusal == (400, "Bad Request: file must be non-empty")


@rule("6.8 no file")
@pytest.mark.parametrize("kind", ["document", "photo"])
async def test_a_missing_file_is_refused(bot: Bot, robin: Person, kind: str) -> None:
    reply = await bot.call(f"send{kind.capitalize()}", chat_id=robin.id)

    assert reply.refusal == (400, f"Bad Request: there is no {kind} in the request")


@rule("6.1 too big to send")
@pytest.mark.parametrize(("kind", "megabytes"), [("document", 50), ("photo", 10)])
async def test_a_file_that_is_too_big_is_refused_with_413(
    bot: Bot, robin: Person, kind: str, megabytes: int
) -> None:
    reply = await upload(bot, robin.id, kind, bytes(megabytes * MEGABYTE + 1))

    assert reply.refusal == (413, "Request Entity Too Large")


@pytest.mark.parametrize("make", [png, jpeg])
async def test_a_picture_arrives_with_its_size(bot: Bot, robin: Person, make: Any) -> None:
    picture = make(640, 480)
    (size,) = (await upload(bot, robin.id, "photo", picture)).result["photo"]

    assert (size["width"], size["height"]) == (640, 480)
    assert robin.last.photo == picture


@rule("6.2 the size of a photo")
@pytest.mark.parametrize(("width", "height"), [(9_000, 1_001), (2_100, 100), (10, 201)])
async def test_a_picture_out_of_proportion_is_refused(
    bot: Bot, robin: Person, width: int, height: int
) -> None:
    reply = await upload(bot, robin.id, "photo", png(width, height))

    assert reply.refusal == (400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


@pytest.mark.parametrize("content", [b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
async def test_what_is_no_picture_is_refused(bot: Bot, robin: Person, content: bytes) -> None:
    reply = await upload(bot, robin.id, "photo", content)

    assert reply.refusal == (400, "Bad Request: IMAGE_PROCESS_FAILED")


@rule("6.5 sent again")
async def test_a_file_is_sent_again_by_its_identifier(bot: Bot, robin: Person) -> None:
    first = (await upload(bot, robin.id, "document", CSV)).result["document"]
    again = await bot.call("sendDocument", chat_id=robin.id, document=first["file_id"])

    assert again.result["document"]["file_unique_id"] == first["file_unique_id"]
    assert len([m for m in robin.messages if m.document and m.document.content == CSV]) == 2


@rule("6.9 unknown files")
async def test_an_unknown_identifier_is_refused(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendDocument", chat_id=robin.id, document="BQACAgIAAx")

    assert reply.refusal == (400, "Bad Request: wrong file identifier/HTTP URL specified")


async def test_an_identifier_of_another_kind_is_refused(bot: Bot, robin: Person) -> None:
    first = (await upload(bot, robin.id, "document", CSV)).result["document"]
    reply = await bot.call("sendPhoto", chat_id=robin.id, photo=first["file_id"])

    assert reply.refusal == (400, "Bad Request: can't use file of type Document as Photo")


@rule("6.10 files by address")
async def test_an_address_is_not_fetched(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendDocument", chat_id=robin.id, document="https://example.org/a.pdf")

    assert reply.refusal == (400, "Bad Request: failed to get HTTP URL content")


async def received(bot: Bot, robin: Person, **fields: Any) -> dict[str, Any]:
    robin.sends("document", **fields)
    document: dict[str, Any] = (await bot.updates())[-1]["message"]["document"]
    return document


@rule("6.4 fetched for an hour")
async def test_a_file_from_a_person_can_be_downloaded_an_hour_later(
    bot: Bot, robin: Person, clock: Clock
) -> None:
    document = await received(bot, robin, content=b"a letter")
    file = (await bot.call("getFile", file_id=document["file_id"])).result
    address = f"{bot.url}/file/bot{quote(TOKEN, safe='')}/{file['file_path']}"
    clock.forward(hours=1)

    assert (await bot.client.get(address)).content == b"a letter"
    assert file["file_size"] == len(b"a letter")


async def test_a_download_needs_the_token(bot: Bot, robin: Person) -> None:
    document = await received(bot, robin)
    file = (await bot.call("getFile", file_id=document["file_id"])).result
    address = f"{bot.url}/file/bot123456789:wrong/{file['file_path']}"

    assert (await bot.client.get(address)).status_code == 401


async def test_a_download_of_nothing_is_not_found(bot: Bot) -> None:
    reply = read(await bot.client.get(f"{bot.url}/file/bot{TOKEN}/documents/none.pdf"))

    assert reply.refusal == (404, "Not Found")


@rule("6.3 too big to fetch")
@pytest.mark.parametrize(("size", "status"), [(20 * MEGABYTE, 200), (20 * MEGABYTE + 1, 400)])
async def test_a_file_over_20_megabytes_cannot_be_downloaded(
    bot: Bot, robin: Person, size: int, status: int
) -> None:
    document = await received(bot, robin, file_size=size)
    reply = await bot.call("getFile", file_id=document["file_id"])

    assert reply.status == status
    if status == 400:
        assert reply.refusal[1] == "Bad Request: file is too big"


@rule("6.6 unique ids")
async def test_a_unique_identifier_is_not_for_downloads(bot: Bot, robin: Person) -> None:
    document = await received(bot, robin)
    reply = await bot.call("getFile", file_id=document["file_unique_id"])

    assert reply.refusal == (400, "Bad Request: invalid file_id")


async def test_get_file_needs_an_identifier(bot: Bot) -> None:
    assert (await bot.call("getFile")).refusal == (400, "Bad Request: file_id not specified")


async def test_a_document_is_not_edited_as_a_text(bot: Bot, robin: Person) -> None:
    sent = (await upload(bot, robin.id, "document", CSV)).result
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    reply = await bot.call("editMessageText", **place, text="x")

    assert reply.refusal == (400, "Bad Request: there is no text in the message to edit")
