"""Proofs that styles and pictures go out as they lie, and nothing beside them."""

import gzip

import pytest

STYLE = b"body{color:#222}" * 100


@pytest.fixture
def files(stand):
    """A stand with a style, a hashed script and a picture."""
    static, media = stand.settings.static_folder, stand.settings.media_folder
    for folder in (static / "kabar", media / "2022"):
        folder.mkdir(parents=True)
    (static / "kabar/paper.css").write_bytes(STYLE)
    (static / "kabar/paper.0123456789ab.js").write_bytes(b"let a = 1;" * 100)
    (media / "2022/menhan.jpg").write_bytes(bytes(range(256)) * 4000)
    (media / "jahat.svg").write_bytes(b"<svg/>")
    (stand.settings.paper.var / "secret.key").write_bytes(b"RAHASIA")
    (static / "jalan").symlink_to(stand.settings.paper.var / "secret.key")
    return stand


def test_a_style_is_compressed_for_those_who_take_it(files):
    for _ in range(2):
        answer = files.ask("/static/kabar/paper.css", accept_encoding="gzip")
        assert gzip.decompress(answer.body) == STYLE
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert answer.headers["vary"] == "accept-encoding"
    assert files.ask("/static/kabar/paper.css").body == STYLE


def test_a_changed_file_is_seen_at_once(files):
    files.ask("/static/kabar/paper.css", accept_encoding="gzip")
    (files.settings.static_folder / "kabar/paper.css").write_bytes(b"body{}")
    assert gzip.decompress(files.ask("/static/kabar/paper.css", accept_encoding="gzip").body) == b"body{}"


def test_a_hashed_name_is_kept_forever_and_another_for_minutes(files):
    assert "immutable" in files.ask("/static/kabar/paper.0123456789ab.js").headers["cache-control"]
    assert files.ask("/static/kabar/paper.css").headers["cache-control"] == "public, max-age=300"


def test_a_picture_says_that_learning_from_it_is_reserved(files):
    assert files.ask("/media/2022/menhan.jpg").headers["tdm-reservation"] == "1"


def test_who_holds_the_file_is_told_so(files):
    etag = files.ask("/media/2022/menhan.jpg").headers["etag"]
    answer = files.ask("/media/2022/menhan.jpg", if_none_match=etag)
    assert (answer.status, answer.body) == (304, b"")


def test_a_picture_comes_whole_or_in_the_part_asked_for(files):
    whole = bytes(range(256)) * 4000
    assert files.ask("/media/2022/menhan.jpg", accept_encoding="gzip").body == whole
    part = files.ask("/media/2022/menhan.jpg", range="bytes=10-19")
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    assert files.ask("/media/2022/menhan.jpg", range="bytes=-5").body == whole[-5:]
    assert files.ask("/media/2022/menhan.jpg", range=f"bytes={len(whole)}-").status == 416
    assert files.ask("/media/2022/menhan.jpg", range="bytes=a-b").status == 200


def test_a_head_of_a_picture_tells_its_size(files):
    answer = files.ask("/media/2022/menhan.jpg", "HEAD")
    assert (answer.headers["content-length"], answer.body) == ("1024000", b"")


def test_an_uploaded_drawing_cannot_run_in_our_name(files):
    answer = files.ask("/media/jahat.svg")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "target",
    [
        "/static",
        "/static/",
        "/static/kabar/",
        "/static/kabar",
        "/static/tidak-ada.css",
        "/static/../secret.key",
        "/static/%2e%2e/secret.key",
        "/static/..%2fsecret.key",
        "/static/%2fetc/passwd",
        "/static//etc/passwd",
        "/static/jalan",
        "/static/kabar%00.css",
        "/media/../originals/x.jpg",
    ],
)
def test_nothing_beside_the_folder_is_served(files, target):
    answer = files.ask(target)
    assert answer.status == 404
    assert b"RAHASIA" not in answer.body


def test_files_need_no_web(files):
    files.web.kill()
    assert files.ask("/static/kabar/paper.css").status == 200
