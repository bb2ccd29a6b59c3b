"""Many stories at once, for archives and wires: one transaction, one edition and one audit row a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import ReferenceIndex

from kabar import clock
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.pictures.services import print_all_sizes, release
from kabar.sources.services import count_uses
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories import addresses, press_keys
from kabar.stories.clips_used import clips_of
from kabar.stories.models import Attribution, FormerAddress, State, Story, StoryByline
from kabar.stories.pictures_used import pictures_of
from kabar.stories.printed import CLIPS, PICTURES
from kabar.stories.rows import insert
from kabar.stories.signals import archive_taken_in, stories_published_in_bulk
from kabar.video import services as video

#: What an update in bulk may change; where a story stands and where it came from stay as they are.
CHANGEABLE = (
    "section", "slugline", "kicker", "headline", "standfirst", "slug", "language", "dateline_place",
    "dateline_zone", "distributor", "lead_picture", "lead_caption", "body", "path", "state", "live",
    "first_published_at", "last_published_at", *Story.RULES,
)  # fmt: skip
ROWS_AT_ONCE = 500


@dataclass(slots=True)
class Filed:
    """A story with what hangs on it, ready to be written; one that has a key already is updated.

    A live story without a path is given one; with a path it keeps it, if nobody else stands there.
    """

    story: Story
    bylines: Sequence[tuple[int, str]] = ()
    topics: Sequence[int] = ()
    former: Sequence[str] = ()
    attributions: Sequence[Attribution] = ()


def print_pictures(filed: Iterable[Filed]) -> None:
    """Print the public sizes of what live stories use; call it before `publish_many`, it takes its time."""
    for each in filed:
        if each.story.state == State.LIVE:
            print_all_sizes(pictures_of(each.story))


def publish_many(
    filed: Sequence[Filed], *, by: User | None = None, source: str = "", more: bool = False
) -> Edition:
    """Write a batch, live or not as each story says, and number it as one edition.

    No revision is made: the first is made of the printed text when an editor opens the story. Whoever says
    that there is `more` calls `taken_in` after the last batch.
    """
    with transaction.atomic():
        for each in filed:
            _hold_back(each.story)
        new = [each for each in filed if each.story.pk is None]
        old = [each for each in filed if each.story.pk is not None]
        left = _keys_before(old)
        _create(new)
        _update(old)
        _hang(filed)
        keys = [*left, *_keys_of(new, old)]
        subjects = [press_keys.story(each.story.pk) for each in filed if each.story.live]
        edition = open_edition(Edition.Kind.IMPORT, keys, subjects=subjects)
        record("import", edition, by=by, source=source, created=len(new), updated=len(old))
        _tell([each.story for each in filed if each.story.live], edition, more)
    return edition


def taken_in() -> None:
    """Say that no batch follows; by the end of it, readers find all there is."""
    archive_taken_in.send_robust(sender=Story)


def _hold_back(story: Story) -> None:
    """A story under embargo comes in as a draft, whatever its file calls it."""
    if story.embargo_until is not None and story.state == State.LIVE:
        story.state, story.live = State.DRAFT, False
        story.first_published_at = story.last_published_at = None


def _create(new: list[Filed]) -> None:
    stories = [each.story for each in new]
    for story in stories:
        _date(story)
    settle_many([story for story in stories if story.live or story.path])
    insert(stories)


def _date(story: Story) -> None:
    """A story that readers see has dates; one they do not see is not live, whatever it was called."""
    story.live = story.state == State.LIVE
    if story.live:
        story.first_published_at = story.first_published_at or clock.now()
        story.last_published_at = story.last_published_at or story.first_published_at


def _update(old: list[Filed]) -> None:
    stories = [each.story for each in old]
    settle_many([story for story in stories if _goes_live(story)])
    for story in stories:
        if story.live and not (story.path or "").startswith(f"{addresses.day_path(story)}/"):
            addresses.settle(story)
    if stories:
        Story.objects.bulk_update(stories, CHANGEABLE, batch_size=100)
        StoryByline.objects.filter(story__in=stories).delete()
        Attribution.objects.filter(story__in=stories).delete()
        Story.topics.through.objects.filter(story__in=stories).delete()


def _goes_live(story: Story) -> bool:
    was_live = story.live
    _date(story)
    return story.live and not was_live and not story.path


def _hang(filed: Sequence[Filed]) -> None:
    """Write the names, topics and former addresses of stories that have their keys."""
    names = [
        StoryByline(story_id=each.story.pk, author_id=author, role=role, sort_order=place)
        for each in filed
        for place, (author, role) in enumerate(each.bylines)
    ]
    through = Story.topics.through
    topics = [
        through(story_id=each.story.pk, topic_id=topic)
        for each in filed
        for topic in dict.fromkeys(each.topics)
    ]
    former = [
        FormerAddress(paper=each.story.paper, path=path, story_id=each.story.pk)
        for each in filed
        for path in dict.fromkeys(each.former)
    ]
    insert(names)
    _hang_attributions(filed)
    insert(topics)
    FormerAddress.objects.bulk_create(former, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    for each in filed:
        if _prints_pictures(each.story):
            _hang_pictures(each.story)


def _hang_attributions(filed: Sequence[Filed]) -> None:
    for each in filed:
        for attribution in each.attributions:
            attribution.pk, attribution.story_id = None, each.story.pk
    attributions = [attribution for each in filed for attribution in each.attributions]
    insert(attributions)
    count_uses(attribution.origin_id for attribution in attributions)


def _prints_pictures(story: Story) -> bool:
    return bool(story.lead_picture_id) or any(
        block["type"] in ("picture", "gallery", "video") for block in story.body.raw_data
    )


def _hang_pictures(story: Story) -> None:
    """Rows written in bulk send no signals, and Wagtail's index of references listens to signals."""
    ReferenceIndex.create_or_update_for_object(story)
    if story.live:
        pictures = pictures_of(story)
        release(pictures)
        PICTURES.remember(story, pictures)
        clips = clips_of(story)
        video.release(clips)
        CLIPS.remember(story, clips)


# --- addresses ----------------------------------------------------------------------------------------------


def settle_many(stories: Sequence[Story]) -> None:
    """Give stories about to be published their addresses, with two queries for as many as there are."""
    by_paper: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        by_paper[story.paper].append(story)
    for paper, theirs in by_paper.items():
        _settle(paper, theirs)


def _settle(paper: str, stories: list[Story]) -> None:
    """Try the plain address of each, then the numbered ones of those that found it taken."""
    claimed: set[str] = set()
    waiting = [(story, story.path or f"{addresses.day_path(story)}/{_slug(story)}") for story in stories]
    first, width = 1, 1
    while waiting:
        taken = claimed | _taken(
            paper, [_numbered(stem, n) for _, stem in waiting for n in range(first, first + width)]
        )
        still = []
        for story, stem in waiting:
            free = _first_free(stem, first, width, taken)
            if free is None:
                still.append((story, stem))
                continue
            story.path, story.slug = free, free.rsplit("/", 1)[1]
            claimed.add(free)
            taken.add(free)
        waiting, first, width = still, first + width, width * 4


def _slug(story: Story) -> str:
    # A story without a key cannot be named after it; the seconds of its hour tell it from its neighbours.
    slug = addresses.slug_for(story)
    return f"berita-{story.first_published_at:%H%M%S}" if slug == f"berita-{story.pk}" else slug


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _first_free(stem: str, first: int, width: int, taken: set[str]) -> str | None:
    paths = (_numbered(stem, number) for number in range(first, first + width))
    return next((path for path in paths if path not in taken), None)


def _taken(paper: str, paths: list[str]) -> set[str]:
    held: set[str] = set()
    for start in range(0, len(paths), ROWS_AT_ONCE):
        some = paths[start : start + ROWS_AT_ONCE]
        held.update(Story.objects.filter(paper=paper, path__in=some).values_list("path", flat=True))
        held.update(FormerAddress.objects.filter(paper=paper, path__in=some).values_list("path", flat=True))
    return held


# --- what is reprinted --------------------------------------------------------------------------------------


def _keys_before(old: list[Filed]) -> set[str]:
    """Return the keys of the pages on which stories about to change stand now."""
    printed = Story.objects.filter(pk__in=[each.story.pk for each in old], live=True)
    return {key for story in printed.prefetch_related("topics", "bylines") for key in press_keys.of(story)}


def _keys_of(new: list[Filed], old: list[Filed]) -> set[str]:
    """Return the keys of the pages on which the batch now stands; a new story has no page of its own yet."""
    keys = {press_keys.story(each.story.pk) for each in old if each.story.live}
    for each in (*new, *old):
        if each.story.live:
            keys |= _lists_of(each)
    return keys


def _lists_of(each: Filed) -> set[str]:
    story = each.story
    printed = clock.local(story.first_published_at, story.place_zone_of_paper())
    return {
        press_keys.section(story.section_id),
        press_keys.front(story.paper),
        press_keys.latest(story.paper),
        press_keys.feeds(story.paper),
        press_keys.sitemap(story.paper),
        press_keys.sitemap_part(story.paper, press_keys.part_of_sitemap(story.pk)),
        press_keys.day(story.paper, printed.date().isoformat()),
        *(press_keys.topic(topic) for topic in each.topics),
        *(press_keys.author(author) for author, _role in each.bylines),
    }


def _tell(stories: list[Story], edition: Edition, more: bool) -> None:
    news = {"stories": stories, "edition": edition, "more": more}
    transaction.on_commit(lambda: stories_published_in_bulk.send_robust(sender=Story, **news))
