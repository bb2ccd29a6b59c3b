"""The picture beside a link to a story that has none of its own: its headline, drawn."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from textwrap import wrap

from django.conf import settings
from PIL import Image, ImageColor, ImageDraw, ImageFont

from kabar.stories.models import Story

SIZE = (1200, 630)
EDGE = 72
#: A change of how they are drawn draws all anew.
PROCESS = 1
PAPER, INK, QUIET = "#fdfcf9", "#17191e", "#5b5f68"
#: What Pillow's own typeface has; a headline in another script is not drawn as a row of boxes.
DRAWABLE = re.compile(r"[\u0020-\u017f\u2010-\u2026\u20ac]*\Z")
LINES = ((28, 68, 5), (34, 56, 6), (44, 44, 7))


def folder() -> Path:
    """Return where they hang, for everybody."""
    return settings.PAPER.media / "public" / "share"


def address_of(story: Story) -> str:
    """Return the address of a story's drawn picture; empty while it is not drawn."""
    return (
        f"/media/share/{_name(story)}"
        if not story.lead_picture and (folder() / _name(story)).exists()
        else ""
    )


def draw(story: Story) -> bool:
    """Draw the picture of a story that readers see and that has none; False when nothing was to be drawn."""
    wanted = (
        story.live and not story.lead_picture and bool(DRAWABLE.match(story.headline + story.section.name))
    )
    name = _name(story)
    take_down(story.pk, keep=name if wanted else "")
    if not wanted or (folder() / name).exists():
        return False
    folder().mkdir(parents=True, exist_ok=True)
    half = folder() / f".{name}"
    _drawn(story).save(half, "PNG", optimize=True)
    half.replace(folder() / name)
    return True


def take_down(pk: int, *, keep: str = "") -> None:
    """Take away what was drawn for a story."""
    for file in folder().glob(f"{pk}-*.png"):
        if file.name != keep:
            file.unlink(missing_ok=True)


def _name(story: Story) -> str:
    paper = settings.PAPER.for_key(story.paper)
    about = f"{PROCESS}|{story.headline}|{story.section.name}|{story.section.hue}|{paper.name}"
    seal = blake2b(about.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8).hexdigest()
    return f"{story.pk}-{seal}.png"


def _drawn(story: Story) -> Image.Image:
    paper = settings.PAPER.for_key(story.paper)
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    hue = ImageColor.getrgb(f"hsl({story.section.hue % 360}, 65%, 34%)")
    pen.rectangle((0, 0, SIZE[0], 18), fill=hue)
    pen.text((EDGE, EDGE), story.section.name, font=ImageFont.load_default(34), fill=hue)
    width, size, most = next((fit for fit in LINES if len(wrap(story.headline, fit[0])) <= fit[2]), LINES[-1])
    lines = wrap(story.headline, width, max_lines=most, placeholder="…")
    font = ImageFont.load_default(size)
    pen.multiline_text(
        (EDGE, EDGE + 64), "\n".join(lines), font=font, fill=INK, spacing=size // 4, stroke_width=1
    )
    pen.line((EDGE, SIZE[1] - 112, SIZE[0] - EDGE, SIZE[1] - 112), fill="#dcd8ce", width=2)
    pen.text((EDGE, SIZE[1] - 92), paper.name, font=ImageFont.load_default(40), fill=QUIET)
    return image
