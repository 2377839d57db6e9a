"""Reading a request: query, urlencoded, JSON or multipart, all into named strings and files."""

import json
from email.message import Message as Headers
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.demo.bot_api.calls import Raw
from bot.demo.bot_api.files import Upload
from bot.demo.bot_api.refusals import Refusal, not_utf8


async def read_parameters(request: Request) -> Raw:
    """Return what the request carries, wherever it carries it."""
    raw: Raw = dict(request.query_params)
    body = await request.body()
    headers = Headers(policy=HTTP)
    headers["Content-Type"] = request.headers.get("content-type", "")
    read = READERS.get(headers.get_content_type())
    try:
        return raw | (read(headers, body) if read and body else {})
    except UnicodeDecodeError:
        raise not_utf8() from None


def _urlencoded(headers: Headers, body: bytes) -> Raw:
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _json(headers: Headers, body: bytes) -> Raw:
    text = body.decode()
    try:
        fields = json.loads(text)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise Refusal("can't parse request: JSON object expected")
    return from_json(fields)


def from_json(fields: dict[str, object]) -> Raw:
    """Turn JSON values into the strings a form would carry; null is not given."""
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in fields.items()
        if value is not None
    }


def _multipart(headers: Headers, body: bytes) -> Raw:
    boundary = str(headers.get_param("boundary") or "").encode()
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if not boundary or len(parts) < 2 or not parts[-1].startswith(b"--"):
        raise Refusal("can't parse request: unexpected end of multipart body")
    raw: Raw = {}
    uploads: dict[str, Upload] = {}
    for part in parts[1:-1]:
        name, value = _part(part)
        raw[name] = value
        if isinstance(value, Upload):
            uploads[f"attach://{name}"] = value
    attached = {name: uploads[str(value)] for name, value in raw.items() if value in uploads}
    used = {str(raw[name]).removeprefix("attach://") for name in attached}
    return {name: value for name, value in (raw | attached).items() if name not in used}


def _part(part: bytes) -> tuple[str, str | Upload]:
    head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = BytesParser(policy=HTTP).parsebytes(head + b"\r\n\r\n")
    name = str(headers.get_param("name", header="content-disposition"))
    filename = headers.get_filename()
    if filename is None:
        return name, content.decode()
    return name, Upload(filename=filename, content=content, mime=headers.get_content_type())


READERS = {
    "application/x-www-form-urlencoded": _urlencoded,
    "application/json": _json,
    "multipart/form-data": _multipart,
}
