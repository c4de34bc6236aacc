"""Keep a file about a thing: checked by what it holds, encrypted on disk, never served from a public folder."""

import hashlib
import os
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.translation import gettext as _

from jiayi.foundation.base.encryption import decrypt_bytes, encrypt_bytes
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.base.viewer import Viewer

from .models import Attachment

LARGEST = 10 * 1024 * 1024  # bytes; a scan of a few pages has one to three million
_KINDS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def attach(*, by: Viewer, subject_kind: str, subject_id: UUID, content: bytes, file_name: str = "") -> Attachment:
    """Keep a PDF, PNG or JPEG; BadShape for anything else, an empty file, or one larger than ten megabytes.

    Runs in the caller's transaction; the audit is that of the act which the file belongs to.
    """
    content_type = next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), "")
    if not content_type:
        raise BadShape("E_FILE_KIND", _("只能上传 PDF、PNG 或 JPEG 文件。"))
    if len(content) > LARGEST:
        raise BadShape("E_FILE_TOO_LARGE", _("文件超过 10 MB，请压缩后再上传。"))
    attachment = Attachment(
        subject_kind=subject_kind,
        subject_id=subject_id,
        content_type=content_type,
        file_name=Path(file_name).name[:120],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by.actor_id,
    )
    _write(attachment, content)
    attachment.save(force_insert=True)
    return attachment


def attachment_for(attachment_id: UUID) -> Attachment:
    """One attachment; whether the viewer may see what it belongs to is for that thing's room to say."""
    found = Attachment.objects.filter(id=attachment_id).first()
    if found is None:
        raise NotVisible
    return found


def content_of(attachment: Attachment) -> bytes:
    """What the file holds; NotVisible where it is gone or was changed on disk."""
    try:
        content = decrypt_bytes(_path(attachment).read_bytes(), _place(attachment))
    except (OSError, IndexError, KeyError, InvalidTag) as error:
        raise NotVisible from error
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise NotVisible
    return content


def _write(attachment: Attachment, content: bytes) -> None:
    path = _path(attachment)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(encrypt_bytes(content, _place(attachment)))
        file.flush()
        os.fsync(file.fileno())


def _path(attachment: Attachment) -> Path:
    name = attachment.id.hex
    return Path(settings.MEDIA_ROOT) / "attachments" / name[-2:] / name


def _place(attachment: Attachment) -> str:
    return f"documents_attachment.content.{attachment.id}"
