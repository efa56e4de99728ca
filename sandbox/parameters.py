"""The parameters of one Bot API call, in whichever of the allowed ways they travelled."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.files import UPLOAD_MAX
from sandbox.refusal import Refusal, bad

PARAMETERS_BYTES_MAX = 1_048_576


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes = field(repr=False)

    def summary(self) -> dict[str, Any]:
        """How the list of calls shows it."""
        return {"file": self.name, "size": len(self.content)}


@dataclass(slots=True)
class Parameters:
    """Fields as they came (text, numbers, JSON values) and the files beside them."""

    fields: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """For the list of calls: JSON text opened, files by name and size, attachments named."""
        shown = {name: _opened(value) for name, value in self.fields.items()}
        return {**shown, **{name: upload.summary() for name, upload in self.uploads.items()}}


async def read(request: Request) -> Parameters:
    """Query string and body together; the body wins."""
    found = Parameters(dict(request.query_params))
    if request.method == "GET":
        return found
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        found.fields.update(_json(await request.body()))
    elif kind == "multipart/form-data":
        await _multipart(request, found)
    elif kind == "application/x-www-form-urlencoded":
        async with request.form() as form:
            found.fields.update({name: str(value) for name, value in form.items()})
    weight = sum(len(str(value).encode(errors="replace")) for value in found.fields.values())
    if weight > PARAMETERS_BYTES_MAX:
        raise Refusal(413, "Request Entity Too Large: too many parameters")
    return found


async def _multipart(request: Request, found: Parameters) -> None:
    async with request.form(max_part_size=PARAMETERS_BYTES_MAX) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                content = await value.read()
                if len(content) > UPLOAD_MAX:
                    raise Refusal(413, "Request Entity Too Large")
                mime = value.content_type or "application/octet-stream"
                found.uploads[name] = Upload(value.filename or name, mime, content)
            else:
                found.fields[name] = value


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        read = json.loads(body)
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(read, dict):
        raise bad("object expected")
    return {name: value for name, value in read.items() if value is not None}


def _opened(value: Any) -> Any:
    """JSON objects and lists that travelled as text, opened; everything else as it is."""
    if isinstance(value, str) and value[:1] in "[{" and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
