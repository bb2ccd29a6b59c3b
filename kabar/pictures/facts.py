"""What a picture's file says of itself: IPTC, XMP and EXIF, read inside the enlarger; knows no Django."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

LONGEST = 2_000
#: The end of a file is looked through for what other programs would take it for.
TAIL = 66_000
MARKUP = re.compile(
    rb"<script[\s>]|<html[\s>]|<\?php|<!doctype\s|<iframe[\s>]|<svg[\s>][^>]{0,200}xmlns|javascript:", re.I
)
OF_AI = ("trainedalgorithmicmedia", "algorithmicmedia")
WITH_AI = ("compositewithtrainedalgorithmicmedia", "compositesynthetic")


class Refused(Exception):
    """The file is not taken; the message is one of `darkroom.REASONS`."""


def refuse_disguises(source: Path) -> None:
    """Refuse a picture that is a page, a script, a document or an archive as well."""
    data = source.read_bytes()
    if MARKUP.search(data) or b"%PDF-" in data[:1024] or b"PK\x05\x06" in data[-TAIL:]:
        raise Refused("not only a picture")


def read(image: Any) -> dict[str, Any]:
    """Return what is known of a picture under the names of our fields; what the file lacks is left out."""
    told: dict[str, Any] = {}
    for source in (_xmp, _iptc, _exif):
        try:
            said = source(image)
        except Exception:
            continue  # Broken words about a picture are no reason to refuse the picture.
        for name, value in said.items():
            if value and not told.get(name):
                told[name] = value
    return {name: value[:LONGEST] if isinstance(value, str) else value for name, value in told.items()}


# --- XMP ----------------------------------------------------------------------------------------------------


def _xmp(image: Any) -> dict[str, Any]:
    found = image.getxmp()
    described: dict[str, Any] = {}
    for part in _many(found.get("xmpmeta", found).get("RDF", {}).get("Description")):
        if isinstance(part, Mapping):
            described.update(part)
    say = _saying(described)
    kind = say("DigitalSourceType").rsplit("/", 1)[-1].lower()
    return {
        "title": say("Headline") or say("title"),
        "caption": say("description"),
        "description": say("AltTextAccessibility"),
        "credit": _credit(say("creator"), say("Credit") or say("Source")),
        "rights": say("rights"),
        "owner": _inside(described.get("CopyrightOwner"), "CopyrightOwnerName"),
        "terms": say("UsageTerms"),
        "place": _place(say("Location"), say("City"), say("State"), say("Country")),
        "people": _people(described.get("PersonInImage")),
        "taken_at": _iso(say("DateCreated") or say("DateTimeOriginal")),
        "ai_use": "made" if kind in OF_AI else "altered" if kind in WITH_AI else "",
    }


def _saying(described: Mapping[str, Any]) -> Callable[[str], str]:
    return lambda name: _first(described.get(name))


def _first(value: Any) -> str:
    """Return the first text of an XMP value, whatever bags and languages it is wrapped in."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        for name in ("text", "Alt", "Seq", "Bag", "li"):
            if name in value and (said := _first(value[name])):
                return said
        return ""
    return next((said for each in _many(value) if (said := _first(each))), "")


def _inside(value: Any, name: str) -> str:
    """Return the first text of a name, however deep in an XMP value it stands."""
    if isinstance(value, Mapping):
        return _first(value.get(name)) or next(
            (said for each in value.values() if (said := _inside(each, name))), ""
        )
    if isinstance(value, list):
        return next((said for each in value if (said := _inside(each, name))), "")
    return ""


def _people(value: Any) -> str:
    if not isinstance(value, Mapping):
        return _first(value)
    names = (_first(each) for each in _many(value.get("Bag", {}).get("li") if "Bag" in value else value))
    return ", ".join(dict.fromkeys(name for name in names if name))


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


# --- IPTC ---------------------------------------------------------------------------------------------------


def _iptc(image: Any) -> dict[str, Any]:
    from PIL import IptcImagePlugin

    found = IptcImagePlugin.getiptcinfo(image) or {}
    utf8 = found.get((1, 90)) == b"\x1b%G"

    def say(number: int) -> str:
        value = _many(found.get((2, number)))
        return _clean(_decoded(value[0], utf8)) if value else ""

    return {
        "title": say(105) or say(5),
        "caption": say(120),
        "credit": _credit(say(80), say(110) or say(115)),
        "rights": say(116),
        "place": _place(say(92), say(90), say(95), say(101)),
        "taken_at": _iptc_time(say(55), say(60)),
    }


def _decoded(value: bytes, utf8: bool) -> str:
    if not utf8:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.decode("cp1252", "replace")
    return value.decode("utf-8", "replace")


def _iptc_time(day: str, hour: str) -> str:
    if not re.fullmatch(r"\d{8}", day):
        return ""
    if not re.fullmatch(r"\d{6}([+-]\d{4})?", hour):
        hour = ""
    form = "%Y%m%d" + ("%H%M%S" if hour else "") + ("%z" if len(hour) > 6 else "")
    return _parsed(day + hour, form)


# --- EXIF ---------------------------------------------------------------------------------------------------


def _exif(image: Any) -> dict[str, Any]:
    found = image.getexif()
    inside = found.get_ifd(0x8769)
    taken = _text(inside.get(0x9003))
    offset = _text(inside.get(0x9011))
    zoned = f"{taken}{offset}" if re.fullmatch(r"[+-]\d\d:\d\d", offset) else taken
    return {
        "caption": _text(found.get(0x010E)),
        "credit": _text(found.get(0x013B)),
        "rights": _text(found.get(0x8298)),
        "taken_at": _parsed(zoned, "%Y:%m:%d %H:%M:%S" + ("%z" if zoned != taken else "")),
    }


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = _decoded(value, False)
    return _clean(value) if isinstance(value, str) else ""


# --- words and hours ----------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _credit(who: str, agency: str) -> str:
    """Return a credit as it is printed: the agency and who took it."""
    if who and agency and who.lower() not in agency.lower():
        return f"{agency}/{who}"
    return agency or who


def _place(*parts: str) -> str:
    return ", ".join(dict.fromkeys(_of_place(parts)))


def _of_place(parts: Iterable[str]) -> Iterable[str]:
    return (part for part in parts if part)


def _iso(text: str) -> str:
    try:
        return _as_said(datetime.fromisoformat(text))
    except ValueError:
        return ""


def _parsed(text: str, form: str) -> str:
    try:
        return _as_said(datetime.strptime(text, form))  # noqa: DTZ007 - a camera's clock has often no zone
    except ValueError:
        return ""


def _as_said(instant: datetime) -> str:
    return instant.isoformat() if 1826 <= instant.year <= 2100 else ""
