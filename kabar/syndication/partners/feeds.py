"""Where partners ask for their feeds, with their key; whoever has it already is told so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.config import Paper
from kabar.stories.editor.asking import NewsroomRequest
from kabar.syndication import feed
from kabar.syndication.models import Partner
from kabar.syndication.partners import keys, newsml, ninjs
from kabar.syndication.partners.queries import Given, given_to, pictures_of
from kabar.syndication.passed_on import Reach


def rss(paper: Paper, address: str, given: Given) -> bytes:
    """Return the stories as RSS, whole whatever the public feed says."""
    channel = feed.Channel(paper.name, paper.tagline or paper.name, "/", address.removeprefix(paper.address))
    items = [feed.item(paper, story, Reach.PARTNERS) for story in given.stories]
    return feed.rss(paper, channel, items, given.changed if clock.is_known(given.changed) else None)


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a partner reads: its type and how it is written."""

    kind: str
    document: Callable[[Paper, str, Given], bytes]


FORMS = {
    "ninjs.json": Form(ninjs.KIND, ninjs.document),
    "newsml-g2.xml": Form(newsml.KIND, newsml.document),
    "rss.xml": Form("application/rss+xml; charset=utf-8", rss),
}


@require_safe
def partner_feed(request: NewsroomRequest, partner: str, form: str) -> HttpResponse:
    """Answer a partner with its feed; a wrong key and an unknown name are answered alike."""
    asking = keys.named(request.paper.key, partner, keys.sent_with(request))
    if asking is None:
        return _refused()
    if form not in FORMS:
        raise Http404(f"no form is called {form}")
    if seconds := keys.turnstile.wait(asking.pk, asking.per_minute):
        answer = HttpResponse(f"too many questions; ask again in {seconds} s\n", "text/plain", 429)
        answer["Retry-After"] = str(seconds)
        return answer
    keys.note_asked(asking)
    return _answer(request, asking, form)


def _answer(request: NewsroomRequest, partner: Partner, form: str) -> HttpResponse:
    given, chosen = given_to(partner), FORMS[form]
    etag = _etag(partner, form, given)
    changed = int(given.changed.timestamp())
    known = get_conditional_response(request, etag=etag, last_modified=changed)
    if known is not None and known.status_code == 304:
        return _private(known)
    address = request.paper.address + reverse("partner-feed", args=[partner.slug, form])
    with translation.override(request.paper.language):
        response = HttpResponse(chosen.document(request.paper, address, given), chosen.kind)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(given.changed.timestamp())
    return _private(response)


def _etag(partner: Partner, form: str, given: Given) -> str:
    told = [(story.pk, str(story.last_published_at)) for story in given.stories]
    gone = [(each.pk, str(each.at)) for each in given.gone]
    said = repr((partner.slug, form, told, gone, pictures_of(given)))
    return f'"{blake2b(said.encode(), digest_size=12).hexdigest()}"'


def _private(response: HttpResponse) -> HttpResponse:
    """Let no cache on the way keep what was given for a key."""
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization"
    return response


def _refused() -> HttpResponse:
    answer = HttpResponse("unknown partner or key\n", "text/plain", 403)
    answer["Cache-Control"] = "no-store"
    return answer
