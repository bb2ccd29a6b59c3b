"""Languages in which a story may be told and somebody quoted, whatever the paper itself speaks."""

from __future__ import annotations

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

#: Those of the country, and those the world's news comes in.
WRITTEN_IN = [
    ("ace", _("Acehnese")), ("ar", _("Arabic")), ("ban", _("Balinese")), ("bug", _("Buginese")),
    ("zh", _("Chinese")), ("nl", _("Dutch")), ("en", _("English")), ("fr", _("French")),
    ("de", _("German")), ("he", _("Hebrew")), ("hi", _("Hindi")), ("id", _("Indonesian")),
    ("it", _("Italian")), ("ja", _("Japanese")), ("jv", _("Javanese")), ("ko", _("Korean")),
    ("mad", _("Madurese")), ("ms", _("Malay")), ("min", _("Minangkabau")), ("fa", _("Persian")),
    ("pt", _("Portuguese")), ("ru", _("Russian")), ("es", _("Spanish")), ("su", _("Sundanese")),
    ("tet", _("Tetum")), ("th", _("Thai")), ("tr", _("Turkish")), ("uk", _("Ukrainian")),
    ("vi", _("Vietnamese")),
]  # fmt: skip

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})


def own_name(language: str) -> str:
    """Return what a language calls itself; one that Django does not know by its name in the paper's."""
    known = LANG_INFO.get(language, {}).get("name_local")
    return dict(settings.LANGUAGES).get(language) or str(known or dict(WRITTEN_IN).get(language, language))


def read_as(tag: str, otherwise: str) -> str:
    """Return the language that a tag of another system means (`en-US`, `jv_ID`, `eng`), else another."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    if primary in dict(WRITTEN_IN):
        return primary
    return primary[:2] if primary[:2] in dict(settings.LANGUAGES) else otherwise


def spoken_by_us(language: str, otherwise: str) -> str:
    """Return a language if the paper's own sentences can be said in it, else another."""
    return language if language in dict(settings.LANGUAGES) else otherwise
