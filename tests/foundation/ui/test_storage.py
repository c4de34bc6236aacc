"""What is served: every file under a hashed name, the hashed ones packed, the plain ones left as they are."""

import gzip

import brotli

from jiayi.foundation.ui.storage import HashedStaticStorage


def test_only_the_hashed_files_are_packed_and_unpack_to_what_was_collected(tmp_path):
    text = "p { margin: 0; }\n" * 200
    (tmp_path / "page.css").write_text(text)
    storage = HashedStaticStorage(location=tmp_path)
    list(storage.post_process({"page.css": (storage, "page.css")}))
    hashed = storage.hashed_files["page.css"]
    assert hashed != "page.css"
    assert brotli.decompress((tmp_path / f"{hashed}.br").read_bytes()).decode() == text
    assert gzip.decompress((tmp_path / f"{hashed}.gz").read_bytes()).decode() == text
    assert {path.name for path in tmp_path.iterdir() if path.suffix in {".br", ".gz"}} == {
        f"{hashed}.br",
        f"{hashed}.gz",
    }
    assert (tmp_path / "page.css").read_text() == text


def test_a_file_that_a_style_sheet_names_but_nobody_ships_keeps_its_name(tmp_path):
    (tmp_path / "page.css").write_text("p { background: url(absent.png); }")
    storage = HashedStaticStorage(location=tmp_path)
    results = list(storage.post_process({"page.css": (storage, "page.css")}))
    assert not [result for *_names, result in results if isinstance(result, Exception)]
    assert "absent.png" in (tmp_path / storage.hashed_files["page.css"]).read_text()
