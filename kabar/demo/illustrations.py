"""The pictures and films of the edition: taken in once, and printed as far as a page cannot do without."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.core.files import File
from django.core.files.images import ImageFile

from kabar.demo.manuscripts import Drawing, Film, drawings, films
from kabar.pictures.models import Picture
from kabar.pictures.services import print_sizes
from kabar.progress import Progress
from kabar.video import services as video
from kabar.video.models import Clip

ORIGIN = "demo:"
#: So many pictures are printed at once, and share the edition that brings their finer sizes.
HANDFUL = 6


def take_in_pictures() -> tuple[dict[str, Picture], int]:
    """Take in the pictures that are missing; return each by its name, and how many are new."""
    there = {picture.origin: picture for picture in Picture.objects.filter(origin__startswith=ORIGIN)}
    taken = {drawing.name: there.get(ORIGIN + drawing.name) or _take_in(drawing) for drawing in drawings()}
    return taken, len(taken.keys() - {str(origin).removeprefix(ORIGIN) for origin in there})


def _take_in(drawing: Drawing) -> Picture:
    with drawing.file.open("rb") as opened:
        picture = Picture(
            origin=ORIGIN + drawing.name,
            file=ImageFile(opened, drawing.file.name),
            title=drawing.title,
            description=drawing.alt,
            caption=drawing.caption,
            credit=drawing.credit,
            rights=drawing.rights,
        )
        picture.save()
    return picture


def take_in_films() -> dict[str, int]:
    """Take in the clips that are missing; return the number of each by its name."""
    there = dict(Clip.objects.filter(origin__startswith=ORIGIN).values_list("origin", "pk"))
    return {film.name: there.get(ORIGIN + film.name) or _show(film) for film in films()}


def _show(film: Film) -> int:
    facts = {name: getattr(film, name) for name in ("title", "caption", "credit", "rights", "transcript")}
    with film.file.open("rb") as opened:
        clip = Clip(origin=ORIGIN + film.name, file=File(opened, film.file.name), **facts)
        video.look_at(clip, film.file, by=None)
        clip.save()
    return clip.pk


def print_pictures(pictures: Collection[Picture], progress: Progress) -> None:
    """Make the JPEGs, two handfuls at a time; the finer sizes are jobs that the running paper does."""
    waiting = list(pictures)
    handfuls = [waiting[start : start + HANDFUL] for start in range(0, len(waiting), HANDFUL)]
    progress.begin("demo edition: pictures", len(waiting))
    with ThreadPoolExecutor(max_workers=2) as hands:
        for printed in hands.map(_print, handfuls):
            progress.step(printed)
    progress.end()


def _print(pictures: Sequence[Picture]) -> int:
    print_sizes(pictures)
    return len(pictures)
