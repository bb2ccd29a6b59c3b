"""Everything a search engine may visit, in parts that stay what they are when another part changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from kabar import clock
from kabar.config import Paper
from kabar.editions.models import Edition
from kabar.masthead.printed_time import machine
from kabar.sections import queries as sections
from kabar.staff.models import Author
from kabar.stories import press_keys
from kabar.stories.models import Story, StoryByline
from kabar.stories.queries import live
from kabar.syndication.ink import document, leave_room, put, root, written
from kabar.topics.models import Topic

CORE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

#: The part that holds the standing pages: front, sections, topics, authors.
STANDING = 0
MOST_TOPICS, MOST_AUTHORS = 5_000, 2_000
#: In how many of the newest editions we look for the parts they changed.
EDITIONS_LOOKED_AT = 500

#: Search engines take news of two days, and no more than this of it.
NEWS_AGE = timedelta(days=2)
MOST_NEWS = 1_000


def index(paper: Paper) -> bytes:
    """Return the list of a paper's parts; those that changed lately say when."""
    changed = lately_changed(paper)
    listing = root("sitemapindex", {None: CORE})
    for number in [STANDING, *parts(paper)]:
        entry = put(listing, "sitemap")
        put(entry, "loc", f"{paper.address}/sitemap-{number}.xml")
        if number in changed:
            put(entry, "lastmod", machine(changed[number], paper.zone))
    return document(listing)


def numbered(paper: Paper) -> QuerySet[Story]:
    """Return a paper's live stories in the order of their numbers.

    Compared plainly, the paper would lead SQLite, which counts no rows by itself, to the index of time: it
    read and sorted a million stories for each part.
    """
    stories = Story.objects.annotate(of=Coalesce("paper", Value("")))
    return stories.filter(of=paper.key, live=True).order_by("pk")


def parts(paper: Paper) -> Iterator[int]:
    """Return the numbers of the parts that hold stories, leaping from one to the next."""
    before = 0
    while True:
        following = numbered(paper).filter(pk__gt=before).values_list("pk", flat=True).first()
        if following is None:
            return
        number = press_keys.part_of_sitemap(following)
        yield number
        before = number * press_keys.STORIES_IN_A_PART


def lately_changed(paper: Paper) -> dict[int, datetime]:
    """Return when the parts were last changed that the newest editions changed."""
    changed: dict[int, datetime] = {}
    newest = Edition.objects.order_by("-number").values_list("subjects", "at")[:EDITIONS_LOOKED_AT]
    for subjects, at in newest:
        for pk in _story_pks(subjects):
            changed.setdefault(press_keys.part_of_sitemap(pk), at)
    return changed


def _story_pks(subjects: Iterable[str]) -> Iterator[int]:
    return (int(one.removeprefix("story:")) for one in subjects if one.startswith("story:"))


def stories(paper: Paper, number: int) -> bytes | None:
    """Return a part's stories with when each last changed; nothing for a part without any."""
    begins = (number - 1) * press_keys.STORIES_IN_A_PART
    rows = numbered(paper).filter(pk__gt=begins, pk__lte=begins + press_keys.STORIES_IN_A_PART)
    found = list(rows.values_list("path", "last_published_at"))
    if not found:
        return None
    listing = root("urlset", {None: CORE})
    for path, changed in found:
        entry = put(listing, "url")
        put(entry, "loc", paper.address + path)
        if changed and clock.is_known(changed):
            put(entry, "lastmod", machine(changed, paper.zone))
    return document(listing)


def standing(paper: Paper) -> bytes:
    """Return the pages that lead to stories."""
    listing = root("urlset", {None: CORE})
    for path in _standing_paths(paper):
        put(put(listing, "url"), "loc", paper.address + path)
    return document(listing)


def _standing_paths(paper: Paper) -> Iterator[str]:
    yield from ("/", f"/{paper.words.about}/", f"/{paper.words.imprint}/", f"/{paper.words.guidelines}/")
    yield from (
        f"/{paper.words.corrections}/",
        f"/{paper.words.corrections}/{paper.words.corrections_policy}/",
    )
    for section in sections.of_paper(paper.key):
        yield section.get_absolute_url()
    printed = Story.objects.filter(live=True, topics=OuterRef("pk"))
    for topic in Topic.objects.filter(Exists(printed), paper=paper.key).order_by("-pk")[:MOST_TOPICS]:
        yield topic.get_absolute_url()
    signed = StoryByline.objects.filter(author=OuterRef("pk"), story__live=True, story__paper=paper.key)
    for author in Author.objects.filter(Exists(signed)).order_by("-pk")[:MOST_AUTHORS]:
        yield f"/{paper.words.author}/{author.slug}/"


def news(paper: Paper) -> bytes:
    """Return the stories of the last two days as news engines want them: none that somebody paid for."""
    listing = root("urlset", {None: CORE, "news": NEWS})
    recent = live(paper.key).filter(first_published_at__gt=clock.now() - NEWS_AGE, sponsored=False)
    rows = recent.values_list("path", "language", "headline", "first_published_at")[:MOST_NEWS]
    leave_room(listing)
    return document(listing, set_in=[_news(paper, *row) for row in rows])


def _news(paper: Paper, path: str, language: str, headline: str, at: datetime) -> str:
    """Return one of up to a thousand entries; as trees they would take as long as all the rest."""
    return (
        f"<url><loc>{written(paper.address + path)}</loc><news:news><news:publication>"
        f"<news:name>{written(paper.name)}</news:name><news:language>{language}</news:language>"
        f"</news:publication><news:publication_date>{machine(at, paper.zone)}</news:publication_date>"
        f"<news:title>{written(headline)}</news:title></news:news></url>"
    )
