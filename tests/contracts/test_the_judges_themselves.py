"""The judges that we wrote see what is wrong, or their PASS would mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tools import audit, messages
from tools.judges import head, headers, robots, structured_data
from tools.judges.fetching import Answer
from tools.judges.report import Report

BAD = """<html><head><title></title><meta name="viewport" content="width=device-width, user-scalable=no">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "kemarin"}</script></head>
<body><h3>Judul</h3><img src="/img.jpg"></body></html>"""
GOOD = """<!doctype html><html lang="id"><head><title>Judul</title><meta name="description" content="Isi">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="http://localhost/judul"></head>
<body><h1>Judul</h1><img src="/a.jpg" alt="" width="4" height="3"></body></html>"""
SAFE = {
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


def answer(html: str, **more: str) -> Answer:
    return Answer("http://localhost/judul", 200, SAFE | more, html.encode())


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def test_a_sound_page_passes() -> None:
    report = Report("page")
    head.judge(soup(GOOD), report)
    headers.judge(answer(GOOD), report)
    structured_data.judge(answer(GOOD), soup(GOOD), report)
    assert report.passed and not report.warnings, str(report)


def test_a_bad_head_is_named_point_by_point() -> None:
    report = Report("page")
    head.judge(soup(BAD), report)
    found = " ".join(report.errors)
    for point in ("no <title>", "no html lang", "forbids zoom", "no alt", "no width and height"):
        assert point in found


def test_an_article_without_its_facts_is_refused() -> None:
    report = Report("page")
    structured_data.judge(answer(BAD), soup(BAD), report)
    found = " ".join(report.errors)
    for point in ("no headline", "no author", "not ISO 8601", "no og:image"):
        assert point in found


def test_a_page_that_marks_its_reader_is_refused() -> None:
    report = Report("page")
    headers.judge(answer(GOOD, **{"set-cookie": "id=1"}), report)
    assert "sets a cookie" in " ".join(report.errors)


def test_a_rule_for_nobody_is_refused_in_robots() -> None:
    report = Report("robots")
    robots._judge_lines("Disallow: secret\nSitemap: /sitemap.xml\nColour: red\n", report)
    found = " ".join(report.errors)
    for point in ("before any user-agent", "a path begins with /", "not absolute", "unknown field Colour"):
        assert point in found


def test_a_package_that_was_not_asked_about_fails_the_audit(tmp_path: Path) -> None:
    pins = tmp_path / "pins.txt"
    pins.write_text(
        "# pinned\ndjango==5.2.19 \\\n    --hash=sha256:0\nPyStemmer==3.1.0 \\\n    --hash=sha256:1\n"
    )
    asked = [
        {"name": "django", "version": "5.2.19", "vulns": []},
        {"name": "pystemmer", "skip_reason": "not found"},
    ]
    assert audit.judge(pins, audit.read(asked)) == [f"{pins}: pystemmer: skipped, not asked about"]


def test_an_advisory_fails_the_audit(tmp_path: Path) -> None:
    pins = tmp_path / "pins.txt"
    pins.write_text("django==3.2.0\n")
    asked = [{"name": "django", "version": "3.2.0", "vulns": [{"id": "PYSEC-1"}]}]
    assert audit.judge(pins, audit.read(asked)) == [f"{pins}: django 3.2.0: PYSEC-1"]


def test_no_answer_fails_the_audit(tmp_path: Path) -> None:
    pins = tmp_path / "pins.txt"
    pins.write_text("django==5.2.19\n")
    assert audit.judge(pins, None)


@pytest.mark.parametrize(
    ("translation", "finding"), [('""', "1 untranslated"), ('"Naik cetak"', "older than its .po")]
)
def test_an_unfinished_catalogue_is_named(tmp_path: Path, translation: str, finding: str) -> None:
    source = tmp_path / "django.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(f'{header}msgid "Send to press"\nmsgstr {translation}\n')
    assert finding in " ".join(messages.judge(source))
