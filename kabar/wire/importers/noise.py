"""Lines of a crawled page that are not part of the story."""

from __future__ import annotations

import re

#: What is dropped, under the name it is counted by.
KINDS = (
    ("advertisement", re.compile(
        r"advertisement|iklan|scroll to (continue|resume).*|loading\.*|\[?sponsored\]?", re.I
    )),
    ("place of a video, post or picture", re.compile(r"\[gambas:[^\]]*\]", re.I)),
    ("pointer to another page of the same story", re.compile(
        r"(bersambung ke|lanjut ke (sebelah|halaman)|halaman (selanjutnya|berikutnya)|baca halaman).{0,48}",
        re.I,
    )),
    ("pointer without an address", re.compile(
        r"(baca[\s_]*juga|simak[\s_]*juga|lihat[\s_]*juga|also read)\s*:?"
        r"|baca\s*(berita\s*)?(selengkapnya|lengkapnya|selanjutnya).{0,30}", re.I
    )),
    ("rule", re.compile(r"[\W_]+")),
)  # fmt: skip
POINTER = re.compile(r"(?:baca|simak|lihat)[\s_]*juga\s*:\s*(?P<title>\S.{5,290})", re.I | re.S)


def kind_of(paragraph: str) -> str | None:
    """Return what kind of noise a paragraph is, or None when it is copy."""
    text = paragraph.strip()
    if len(text) > 100:
        return None
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(text)), None)


def pointed_at(paragraph: str) -> str | None:
    """Return the headline a "Baca juga: …" paragraph names, or None for ordinary copy."""
    found = POINTER.fullmatch(paragraph.strip()) if len(paragraph) < 320 else None
    return found["title"].strip() if found else None
