"""Files are kept encrypted, judged by what they hold, and refused when they were changed."""

from pathlib import Path

import pytest
from django.conf import settings

from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.documents.attachments import LARGEST, attach, content_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"signature of Zhang San"


def keep(content: bytes, **fields):
    return attach(by=SystemViewer(), subject_kind="paper", subject_id=new_id(), content=content, **fields)


def file_of(attachment) -> Path:
    return next(Path(settings.MEDIA_ROOT, "attachments").rglob(attachment.id.hex))


def test_a_file_comes_back_as_it_was_and_is_not_readable_on_disk():
    kept = keep(PNG, file_name="../../etc/签名.png")
    assert (kept.content_type, kept.size, kept.file_name) == ("image/png", len(PNG), "签名.png")
    assert content_of(kept) == PNG
    stored = file_of(kept)
    assert b"Zhang San" not in stored.read_bytes() and stored.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"MZ\x90\x00", b"%PD"])
def test_what_is_no_picture_and_no_pdf_is_refused(content):
    with pytest.raises(BadShape, match="E_FILE_KIND"):
        keep(content)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(BadShape, match="E_FILE_TOO_LARGE"):
        keep(PNG + bytes(LARGEST))


def test_a_file_that_was_changed_or_put_in_the_place_of_another_is_not_shown():
    first, second = keep(PNG), keep(PNG + b"2")
    file_of(first).write_bytes(file_of(second).read_bytes())
    with pytest.raises(NotVisible):
        content_of(first)
    file_of(second).unlink()
    with pytest.raises(NotVisible):
        content_of(second)
