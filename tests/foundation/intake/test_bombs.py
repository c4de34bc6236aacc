"""Files made to fill a memory or to reach outside are refused whole, by their code, in little memory."""

import io
import random
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from jiayi.foundation.intake.services import FileRefused, open_table

ALIASES = {"name": ["姓名"], "national_id": ["身份证号"]}
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<row r="1"><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><t>身份证号</t></is></c></row>'


def honest(path: Path) -> dict[str, bytes]:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["姓名", "身份证号"])
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def with_sheet(path: Path, text: str) -> Path:
    members = honest(path)
    members[SHEET] = text.encode()
    return pack(path, members)


def sheet(rows: str) -> str:
    return f'<?xml version="1.0"?><worksheet><sheetData>{HEAD}{rows}</sheetData></worksheet>'


def zeros_in_the_sheet(path):
    return with_sheet(path, sheet("<row><c><v>" + "0" * 200_000_000 + "</v></c></row>"))


def zeros_in_the_shared_texts(path):
    return pack(path, honest(path) | {"xl/sharedStrings.xml": b"<sst><si><t>" + b"0" * 100_000_000})


def lying_directory(path):
    packed = zeros_in_the_sheet(path).read_bytes()
    place = packed.rfind(struct.pack("<L", len(sheet("")) + len("<row><c><v></v></c></row>") + 200_000_000 + 12))
    assert place > 0
    path.write_bytes(packed[:place] + struct.pack("<L", 4_000) + packed[place + 4 :])
    return path


def thousands_of_members(path):
    return pack(path, honest(path) | {f"xl/worksheets/sheet{n}.xml": b"<a/>" for n in range(2, 5_000)})


def outer_entity(path):
    text = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + sheet("<row><c><v>&e;</v></c></row>")[21:]
    return with_sheet(path, '<?xml version="1.0"?>' + text)


def a_billion_laughs(path):
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{nested}]><worksheet>&a9;</worksheet>'
    return with_sheet(path, text)


def entity_in_the_shared_texts(path):
    return pack(path, honest(path) | {"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY e "x">]><sst/>'})


def a_row_beyond_every_sheet(path):
    return with_sheet(path, sheet('<row r="99999999"><c r="A99999999"><v>1</v></c></row>'))


def unpacked_beyond_the_limit(path):
    noise = random.Random(1)
    filler = b"".join(noise.randbytes(2_500) + b"0" * 190_000 for _ in range(250))
    return pack(path, honest(path) | {f"xl/media/{n}.bin": filler for n in range(11)})


def an_endless_tag(path):
    return with_sheet(path, '<?xml version="1.0"?><worksheet ' + 'a="' + random.Random(1).randbytes(4_600_000).hex())


def encrypted_member(path):
    packed = bytearray(pack(path, honest(path)).read_bytes())
    place = packed.find(b"PK\x01\x02")
    while place >= 0:
        packed[place + 8] |= 1
        place = packed.find(b"PK\x01\x02", place + 4)
    path.write_bytes(packed)
    return path


def encrypted_workbook(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    return path


def old_workbook(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000)
    return path


def another_zip(path):
    return pack(path, {"word/document.xml": b"<a/>"})


def cut_short(path):
    path.write_bytes(pack(path, honest(path)).read_bytes()[:-200])
    return path


def not_a_zip(path):
    path.write_bytes(b"hello")
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (zeros_in_the_sheet, "E_FILE_RATIO"),
        (zeros_in_the_shared_texts, "E_FILE_RATIO"),
        (lying_directory, "E_FILE_DAMAGED"),
        (thousands_of_members, "E_FILE_MEMBERS"),
        (outer_entity, "E_FILE_UNSAFE"),
        (a_billion_laughs, "E_FILE_UNSAFE"),
        (entity_in_the_shared_texts, "E_FILE_UNSAFE"),
        (a_row_beyond_every_sheet, "E_FILE_ROWS"),
        (unpacked_beyond_the_limit, "E_FILE_UNPACKED_TOO_LARGE"),
        (an_endless_tag, "E_FILE_UNSAFE"),
        (encrypted_member, "E_FILE_ENCRYPTED"),
        (encrypted_workbook, "E_FILE_ENCRYPTED"),
        (old_workbook, "E_FILE_OLD_WORKBOOK"),
        (another_zip, "E_FILE_TYPE"),
        (cut_short, "E_FILE_DAMAGED"),
        (not_a_zip, "E_FILE_DAMAGED"),
    ],
)
def test_a_crafted_workbook_is_refused_in_little_memory(tmp_path, make, code):
    path = make(tmp_path / "bomb.xlsx")
    tracemalloc.start()
    try:
        with pytest.raises(FileRefused) as refused:
            list(open_table(path, aliases=ALIASES, required=list(ALIASES)).rows())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refused.value.code == code
    assert refused.value.message
    assert peak < 40_000_000


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"\xff\xfe\x59\x00", "E_FILE_ENCODING"),
        ("a.csv", b"\xe5\xa7\x93\xff\xff\xff\n", "E_FILE_ENCODING"),
        ("a.csv", b"a\0b", "E_FILE_TYPE"),
        ("a.csv", b"", "E_FILE_NO_HEADER"),
        ("a.pdf", b"%PDF-1.7", "E_FILE_TYPE"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        open_table(path, aliases=ALIASES, required=list(ALIASES))
    assert refused.value.code == code


def test_a_cell_far_to_the_right_costs_nothing(tmp_path):
    far = '<row><c r="A2" t="inlineStr"><is><t>张三</t></is></c><c r="XFD2"><v>1</v></c></row>'
    path = with_sheet(tmp_path / "wide.xlsx", sheet(far))
    table = open_table(path, aliases=ALIASES, required=list(ALIASES))
    assert list(table.rows()) == [(2, ["张三"])]


def test_a_file_above_the_packed_limit_is_refused_unread(tmp_path):
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.seek(50_000_001, io.SEEK_SET)
        file.write(b"x")
    with pytest.raises(FileRefused) as refused:
        open_table(path, aliases=ALIASES, required=list(ALIASES))
    assert refused.value.code == "E_FILE_TOO_LARGE"
