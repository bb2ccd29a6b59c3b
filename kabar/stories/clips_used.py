"""Which clips a story shows, and whether any live story still needs one."""

from __future__ import annotations

from collections.abc import Iterable

from kabar.stories.models import PrintedClip, Story
from kabar.video.models import Clip


def clip_numbers(story: Story) -> list[int]:
    """Return the numbers of the clips in a story's body, each once."""
    blocks = (block["value"] for block in story.body.raw_data if block["type"] == "video")
    return list(dict.fromkeys(value["clip"] for value in blocks if value.get("clip")))


def clips_of(story: Story) -> list[Clip]:
    """Return the clips a story shows, each once, with their posters."""
    wanted = clip_numbers(story)
    found = Clip.objects.select_related("poster").in_bulk(wanted) if wanted else {}
    return [found[pk] for pk in wanted if pk in found]


def remember(story: Story, clips: Iterable[Clip]) -> list[Clip]:
    """Write down what a story shows from now on, in the transaction that prints it; return what it did."""
    now, before = {clip.pk for clip in clips}, printed_by(story)
    gone = {clip.pk for clip in before} - now
    if gone:
        story.printed_clips.filter(clip__in=gone).delete()
    rows = [PrintedClip(story=story, clip_id=pk) for pk in now - {clip.pk for clip in before}]
    PrintedClip.objects.bulk_create(rows, ignore_conflicts=True)
    return before


def printed_by(story: Story) -> list[Clip]:
    """Return the clips a story shows, or showed when it was last live."""
    numbers = list(PrintedClip.objects.filter(story=story.pk).values_list("clip_id", flat=True))
    return list(Clip.objects.filter(pk__in=numbers)) if numbers else []


def unused(clips: Iterable[Clip]) -> list[Clip]:
    """Return those clips that no live story shows."""
    wanted = {clip.pk: clip for clip in clips}
    if not wanted:
        return []
    live = PrintedClip.objects.filter(clip__in=wanted, story__live=True).values_list("clip", flat=True)
    return [wanted[pk] for pk in wanted.keys() - set(live)]


def left_behind() -> list[Clip]:
    """Return the clips readers may still fetch although no live story shows them."""
    live = PrintedClip.objects.filter(story__live=True).values("clip")
    return list(Clip.objects.filter(released=True).exclude(pk__in=live))
