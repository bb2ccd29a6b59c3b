"""The picture beside a link to a story that has none of its own: its headline, drawn."""

from __future__ import annotations

import re
from hashlib import blake2b
from io import BytesIO
from textwrap import wrap

from django.conf import settings
from PIL import Image, ImageColor, ImageDraw, ImageFont

from kabar.stories.models import Story

SIZE = (1200, 630)
EDGE = 72
#: A change of how they are drawn draws all anew.
PROCESS = 2
PAPER, INK, QUIET = "#fdfcf9", "#17191e", "#5b5f68"
#: What Pillow's own typeface has; a headline in another script is not drawn as a row of boxes.
DRAWABLE = re.compile(r"[\u0020-\u017f\u2010-\u2026\u20ac]*\Z")
#: Letters in a line, their size, and how many lines of it stand above the paper's name.
LINES = ((28, 68, 4), (34, 56, 5), (44, 44, 6))


def address_of(story: Story) -> str:
    """Return the address of a story's drawn picture; empty for a story that has none."""
    return f"/share/{story.pk}-{seal_of(story)}.png" if has_one(story) else ""


def has_one(story: Story) -> bool:
    """Whether a story's headline stands for it: it is live, has no picture, and its letters can be drawn."""
    words = story.headline + story.section.name
    return story.live and not story.lead_picture and bool(DRAWABLE.match(words))


def seal_of(story: Story) -> str:
    """Return what names this drawing and no other, and cannot be guessed from a headline."""
    paper = settings.PAPER.for_key(story.paper)
    about = f"{PROCESS}|{story.headline}|{story.section.name}|{story.section.hue}|{paper.name}"
    return blake2b(about.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8).hexdigest()


def png_of(story: Story) -> bytes:
    """Return a story's picture as PNG; a few dozen shades are enough for letters on paper."""
    drawn = BytesIO()
    few = _drawn(story).quantize(32, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(drawn, "PNG")
    return drawn.getvalue()


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
