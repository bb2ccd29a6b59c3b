"""The words about credit and rights that every printed size of a picture carries, as XMP."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

AI_SOURCES = {
    "made": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    "altered": "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
}
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)


def xmp(*, credit: str, rights: str, terms: str, ai_use: str) -> str:
    """Return the packet; empty when there is nothing to say."""
    said = {
        "photoshop:Credit": escape(credit),
        "dc:rights": _in_any_language(rights),
        "xmpRights:UsageTerms": _in_any_language(terms),
        "Iptc4xmpExt:DigitalSourceType": AI_SOURCES.get(ai_use, ""),
    }
    return _packet({name: words for name, words in said.items() if words})


def _in_any_language(words: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(words)}</rdf:li></rdf:Alt>' if words else ""


def _packet(said: Mapping[str, str]) -> str:
    if not said:
        return ""
    inside = "".join(f"<{name}>{words}</{name}>" for name, words in said.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {SPACES}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
