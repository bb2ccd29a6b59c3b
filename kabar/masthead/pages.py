"""Reader pages: what every one of them carries, and which keys make it a plate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.translation import gettext as _

from kabar.config import Paper
from kabar.masthead import insets, menu, press_keys, scripts, theme
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head
from kabar.plates import Variant

#: Nothing is loaded from elsewhere and no script or style stands in the page itself.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'"
)

#: What every page says to browsers, whoever hands it out.
SAFETY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}

#: The newsstand knows when a page is old; a browser asks it every time and mostly hears "not modified".
ASK_EVERY_TIME = "public, max-age=0, must-revalidate"


def page(
    request: ReaderRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    keys: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Return a page of the paper; with keys it may hang on the rack until one of them changes."""
    keys = list(keys)
    # What cannot hang on the rack goes straight to a reader, so its fragments must stand in it already.
    for_press = bool(keys) and getattr(request, "for_press", False)
    # An answer that there is nothing at an address repeats nothing of what was asked for.
    furnished = furniture(request) | _edition(request, request.get_full_path() if status < 400 else "/")
    set_in = insets.of(request) if keys and status < 400 else []
    furnished |= _with_insets(furnished, set_in)
    html = get_template(template).render({**furnished, **(context or {}), "for_press": for_press})
    response = HttpResponse(html, status=status)
    for name, value in {**SAFETY, "Content-Language": request.paper.language}.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = "; ".join(
        [CONTENT_SECURITY_POLICY, *(directive for one in set_in for directive in one.policy)]
    )
    keys += [key for one in set_in for key in one.keys]
    return printed(response, [*keys, press_keys.face(request.paper.key)] if keys else [])


def _with_insets(furnished: Mapping[str, Any], set_in: Iterable[insets.Insets]) -> dict[str, Any]:
    """Return what a page carries of departments that set something into it."""
    set_in = list(set_in)
    return {
        "insets": set_in,
        "inset_styles": [path for one in set_in for path in one.styles],
        "scripts": [*furnished["scripts"], *(path for one in set_in for path in one.scripts)],
    }


def printed(response: HttpResponse, keys: Iterable[str]) -> HttpResponse:
    """Mark an answer as fit for the rack under its keys; without keys it is never stored."""
    named = tuple(dict.fromkeys(keys))
    response.press_keys = named  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = ASK_EVERY_TIME if named else "no-store"
    return response


def keys_of(response: HttpResponseBase) -> tuple[str, ...]:
    """Return the keys an answer was printed with; none for an answer that must not be stored."""
    return getattr(response, "press_keys", ())


def furniture(request: ReaderRequest) -> dict[str, Any]:
    """Return what every page carries: the paper, its menu, its own addresses, a head to fall back on."""
    paper = request.paper
    return {
        "request": request,
        "paper": paper,
        "menu": menu.entries(request),
        "addresses": {
            name: f"/{getattr(paper.words, name)}/"
            for name in (
                "search",
                "about",
                "imprint",
                "policy",
                "date",
                "corrections",
                "guidelines",
                "account",
            )
        },
        "head": Head(title=paper.name, description=description_of(paper), path=request.path),
        "scripts": scripts.every(),
        "theme_styles": theme.styles(paper.key),
        **_edition(request, "/"),
        "share_mark": share_mark(paper),
    }


def reserve(response: HttpResponseBase, paper: Paper) -> None:
    """Say on an answer whether learning from the paper by machine is reserved, as TDMRep writes it."""
    response.headers["tdm-reservation"] = str(int(paper.syndication.reserved))


def _edition(request: ReaderRequest, to: str) -> dict[str, Any]:
    """Return whether this is the data-saver edition, and where a reader of a page changes to the other."""
    lite = getattr(request, "variant", None) is Variant.LITE
    wish = urlencode({"is": "full" if lite else "lite", "to": to})
    offered = request.paper.newsstand.lite and not getattr(request, "is_preview", False)
    return {"lite": lite, "lite_switch": f"/-/edition?{wish}" if offered else ""}


def share_mark(paper: Paper) -> str:
    """Return the address of the picture that stands for a page without one of its own."""
    return paper.address + static("kabar/masthead/share.png")


def description_of(paper: Paper) -> str:
    """Return what the paper says of itself to those who have not opened it yet."""
    unsaid = _("News from %(paper)s: the latest stories, section by section.") % {"paper": paper.name}
    return paper.tagline or unsaid
