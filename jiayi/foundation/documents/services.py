"""Turn data into PDF papers with typst; text is passed as data and never becomes markup."""

import functools
import json
import threading
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst
from django.http import HttpResponse

from .attachments import attach, attachment_for, content_of
from .kinds import make_paper, register_paper
from .models import Attachment

__all__ = [
    "PaperError",
    "attach",
    "attachment_for",
    "attachment_response",
    "content_of",
    "make_paper",
    "register_paper",
    "pdf_response",
    "qr_code",
    "render",
]

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
_compiling = threading.Lock()


class PaperError(ValueError):
    """A paper could not be made; the message names the template and what typst said."""


def render(*, template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a typst template (a path below the jiayi package) filled with JSON-able data."""
    compiler = _compiler(template)
    try:
        with _compiling:  # one compiler serves all threads in turn: 10–20 ms each
            return compiler.compile(sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")
    except RuntimeError as error:
        raise PaperError(f"{template}: {error}") from error


def pdf_response(*, template: str, data: dict[str, Any], name: str) -> HttpResponse:
    """The same as a page to look at and print, called name.pdf where it is saved; nobody on the way keeps it."""
    answer = HttpResponse(render(template=template, data=data), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def attachment_response(attachment: Attachment) -> HttpResponse:
    """A kept file as a page to look at; nobody on the way keeps it. NotVisible where it is gone or was changed."""
    answer = HttpResponse(content_of(attachment), content_type=attachment.content_type)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "no-store, private"
    return answer


def qr_code(text: str) -> str:
    """A QR code of text as an SVG document, with medium error correction."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0, scale=4)


@functools.cache
def _compiler(template: str) -> typst.Compiler:
    fonts = Path(pylopdf_fonts_zh_cn.sans_path()).parent
    return typst.Compiler(
        input=str(PACKAGE_ROOT / template),
        root=str(PACKAGE_ROOT),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
    )
