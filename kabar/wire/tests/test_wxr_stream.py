"""A WordPress export as a stream: what is mended, what is refused, and that neither costs memory."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from kabar.wire.importers import wxr_stream
from kabar.wire.importers.wxr_stream import elements, fields
from kabar.wire.importers.wxr_survey import survey
from kabar.wire.reports import ImportRefused

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version>\n'
)
TAIL = "</channel></rss>"


def written(folder: Path, *items: str, head: str = HEAD, tail: str = TAIL) -> Path:
    file = folder / "ekspor.xml"
    file.write_text(head + "\n".join(items) + tail, encoding="utf-8")
    return file


def item(text: str, title: str = "Judul") -> str:
    return f"<item><title>{title}</title><content:encoded>{text}</content:encoded></item>"


def texts(file: Path) -> tuple[list[str], Counter[str]]:
    mended: Counter[str] = Counter()
    said = [
        fields(element) for name, element in elements(file, frozenset({"item"}), mended) if name == "item"
    ]
    return [each["content:encoded"] for each in said], mended


def test_a_bare_ampersand_is_mended_and_one_in_cdata_is_left_alone(tmp_path: Path) -> None:
    found, mended = texts(written(tmp_path, item("a?x=1&y=2 &amp; &#8217;"), item("<![CDATA[b & c]]>")))
    assert found == ["a?x=1&y=2 & ’", "b & c"]
    assert sum(mended.values()) == 1


def test_control_characters_and_broken_bytes_do_not_stop_an_import(tmp_path: Path) -> None:
    file = written(tmp_path, item("<![CDATA[a\x0bb]]>"), item("<![CDATA[c@d]]>"))
    file.write_bytes(file.read_bytes().replace(b"@", b"\xff"))
    found, mended = texts(file)
    assert found == ["ab", "c\ufffdd"]
    assert set(mended) == {"control characters", "bytes that are not text"}


@pytest.mark.parametrize("chunk", [70, 71, 97, 128])
def test_slips_are_mended_wherever_a_chunk_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(wxr_stream, "CHUNK", chunk)
    items = [item(f"<![CDATA[{'x' * n} & <p>ya]]> z&y ]]> &lt;{'é' * n}") for n in range(60)]
    found, _ = texts(written(tmp_path, *items))
    assert found == [f"{'x' * n} & <p>ya z&y ]]> <{'é' * n}" for n in range(60)]


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]>' + HEAD.split("?>", 1)[1],
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">' + HEAD.split("?>", 1)[1],
        "<!doctype rss>" + HEAD.split("?>", 1)[1],
    ],
)
def test_a_doctype_is_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(ImportRefused, match="DOCTYPE is not taken"):
        survey(written(tmp_path, item("a"), head=head))


def test_a_doctype_inside_a_post_is_only_text(tmp_path: Path) -> None:
    found, _ = texts(written(tmp_path, item("<![CDATA[<!DOCTYPE html><!ENTITY x 'y'> tulisan]]>")))
    assert found == ["<!DOCTYPE html><!ENTITY x 'y'> tulisan"]


def test_an_unknown_entity_is_text_and_never_fetched(tmp_path: Path) -> None:
    found, mended = texts(written(tmp_path, item("a &nbsp; &xxe;")))
    assert found == ["a &nbsp; &xxe;"]
    assert sum(mended.values()) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "tak-ada"])
def test_another_encoding_is_refused_by_name(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "ekspor.xml"
    text = HEAD.replace("UTF-8", encoding) + TAIL
    file.write_bytes(text.encode("utf-16" if encoding == "utf-16" else "ascii"))
    with pytest.raises(ImportRefused, match="UTF-8"):
        survey(file)


def test_an_item_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wxr_stream, "LONGEST_ITEM", 3 << 20)
    with pytest.raises(ImportRefused, match="one item is longer than 3 MB"):
        survey(written(tmp_path, item("<![CDATA[" + "x" * (5 << 20) + "]]>")))


@pytest.mark.parametrize("name", ["kosong.xml", "folder", "tak-ada.xml"])
def test_what_is_no_file_is_refused_with_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "kosong.xml").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(ImportRefused, match=name):
        survey(tmp_path / name)


def test_a_long_export_is_read_in_little_memory(tmp_path: Path) -> None:
    file = written(tmp_path, *[item("<![CDATA[" + "kata " * 2000 + "]]>") for _ in range(3000)])
    assert file.stat().st_size > 29_000_000
    tracemalloc.start()
    try:
        assert survey(file).items == 3000
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 30_000_000
