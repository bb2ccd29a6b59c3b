"""WordPress shortcodes become the HTML they stood for; those nobody knows are dropped and counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import escape

from kabar.wire.importers import builders

Lost = Callable[[str, str], None]

ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.S)
GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
EMBED = re.compile(r"\[(embed|youtube|vimeo|soundcloud|tweet|audio|video)\b([^\]]*)\](?:([^\[]*)\[/\1\])?")
ESCAPED = re.compile(r"\[(\[[a-z][^\]]*\])\]")
#: A word in brackets is a shortcode only if it looks like one: "[sic]" and "[…]" are the writer's own.
ANY = re.compile(r"\[/?([a-z][\w-]*)((?:\s+[^\]\[]*)?)/?\]", re.I)
#: A line of nothing but brackets: what stands in it alone is no word of a sentence.
ALONE = re.compile(
    r"(?im)(?:^|</?(?:p|div|center|h[1-6]|li|td|section|article|figure)\b[^<>]*>|-->|<br\s*/?>)"
    r"(?P<line>[^\S\n]*(?:\[[^\]\[<>\n]*\][^\S\n]*)++)(?=\Z|\n|<)"
)
#: Bare words in brackets that call an advertisement or a table of contents wherever they stand.
CALLS = re.compile(
    r"(?:ads?|adsense|googleads?|iklan|banner|adrotate|adinserter|reklame)[-_]?\d*|e?z?-?toc|lwptoc", re.I
)
#: What a newsroom writes in brackets on a line of its own; shorter words are initials.
EDITORIAL = frozenset({
    "redaksi", "editor", "bersambung", "selesai", "tamat", "habis", "catatan", "video", "foto", "ilustrasi",
    "infografis", "advertorial", "opini", "tertawa", "tepuk", "hening", "musik", "ralat", "koreksi", "laughs",
    "laughter", "applause", "silence", "inaudible", "crosstalk", "music", "pause", "continued", "update",
})  # fmt: skip
INITIALS = 4
VERBATIM = re.compile(r"(<(pre|code)\b.*?</\2\s*>)", re.S | re.I)
KNOWN = frozenset(
    {"contact-form", "contact-form-7", "gallery", "playlist", "embed", "caption", "audio", "video"}
)


def spelled_out(text: str, lost: Lost) -> str:
    """Return copy with its shortcodes written as HTML; code that shows shortcodes is left as it is."""
    if "[" not in text:
        return text
    parts = VERBATIM.split(text)
    # VERBATIM has two groups: copy, verbatim, its tag, copy, …
    return "".join(
        _in_copy(part, lost) if place % 3 == 0 else part for place, part in enumerate(parts) if place % 3 < 2
    )


def _in_copy(text: str, lost: Lost) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\x02{len(kept) - 1}\x03"

    text = ESCAPED.sub(keep, text.replace("\x02", "").replace("\x03", ""))
    text = CAPTION.sub(lambda found: _caption(found[1], found[2]), text)
    text = GALLERY.sub(lambda found: _gallery(found[1]), text)
    text = EMBED.sub(lambda found: _embed(found, lost), text)
    text = builders.built(text, attributes, lost)
    unknown = partial(_unknown, closed=set(re.findall(r"\[/([a-z][\w-]*)\]", text, re.I)), lost=lost)
    text = ALONE.sub(lambda found: _line(found, unknown), text)
    text = ANY.sub(unknown, text)
    return re.sub(r"\x02(\d+)\x03", lambda found: kept[int(found[1])], text)


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a shortcode."""
    text = text.replace("&quot;", '"').replace("\u201d", '"').replace("\u201c", '"').replace("\u2033", '"')
    return {name.lower(): a or b or c for name, a, b, c in ATTRIBUTE.findall(text)}


def _caption(written: str, inner: str) -> str:
    said = attributes(written).get("caption")
    image = re.search(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", inner, re.S)
    words = said or (inner[image.end() :] if image else inner)
    picture = image[0] if image else ""
    return f"\n\n<figure>{picture}<figcaption>{words.strip()}</figcaption></figure>\n\n"


def _gallery(written: str) -> str:
    said = attributes(written)
    numbers = ",".join(re.findall(r"\d+", said.get("ids", said.get("include", ""))))
    return f'\n\n<figure class="kabar-gallery" data-ids="{numbers}"></figure>\n\n'


def _embed(found: re.Match[str], lost: Lost) -> str:
    said = attributes(found[2])
    url = (found[3] or "").strip() or next(
        (said[name] for name in ("src", "url", "mp3", "mp4", "id") if name in said), ""
    )
    url = url or found[2].strip(" =/")
    if url.startswith(("http://", "https://")):
        return f"\n\n{escape(url)}\n\n"
    lost(f"shortcode [{found[1]}] without an address", found[0])
    return ""


def _line(found: re.Match[str], unknown: Callable[..., str]) -> str:
    before = found[0][: found.start("line") - found.start()]
    return before + ANY.sub(partial(unknown, alone=True), found["line"])


def _unknown(found: re.Match[str], closed: set[str], lost: Lost, *, alone: bool = False) -> str:
    name, rest = found[1], found[2]
    is_code = "=" in rest or name in closed or name.lower() in KNOWN or "_" in name or found[0].endswith("/]")
    is_code = is_code or bool(CALLS.fullmatch(name)) or (alone and _is_call(name, rest))
    if not is_code and not found[0].startswith("[/"):
        return found[0]
    if not found[0].startswith("[/"):
        lost(f"shortcode [{name}]", found[0])
    return ""


def _is_call(name: str, rest: str) -> bool:
    """Return whether a word alone in brackets calls a plugin, and is nobody's remark or initials."""
    return not rest.strip() and name.islower() and len(name) > INITIALS and name not in EDITORIAL
