"""What of a story's pictures and clips goes out with its text: to readers elsewhere, and to partners."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from enum import Enum
from typing import Any

import nh3
from django.utils.safestring import SafeString

from kabar.config import Paper
from kabar.pictures.models import Picture, Usage
from kabar.stories.body import MADE_READY, PLAIN, PrintedBlock
from kabar.video.models import Clip


class Reach(Enum):
    """Who a text goes out to: whoever reads the paper's feeds, or a partner who prints it again."""

    READERS = "readers"
    PARTNERS = "partners"


def goes_out(picture: Picture | None, paper: Paper, reach: Reach) -> bool:
    """Tell whether a picture may go out: with terms to nobody, to partners if it is the paper's own."""
    if picture is None or picture.terms:
        return False
    ours = picture.owner.casefold() in ("", paper.name.casefold()) and picture.usage == Usage.ANY
    return ours or reach is Reach.READERS


def passed_on(blocks: Iterable[PrintedBlock], paper: Paper, reach: Reach) -> Iterator[PrintedBlock]:
    """Yield blocks without what may not go out with them."""
    for block in blocks:
        kept = _kept(block, paper, reach)
        if kept is not None:
            yield kept


def _kept(block: PrintedBlock, paper: Paper, reach: Reach) -> PrintedBlock | None:
    value = block.value
    if block.kind == "picture":
        return block if goes_out(value["picture"], paper, reach) else None
    if block.kind == "gallery":
        shown = [item for item in value["pictures"] if goes_out(item["picture"], paper, reach)]
        return replace(block, value={**value, "pictures": shown}) if shown else None
    if block.kind == "video":
        return _video(block, value["clip"], paper, reach)
    if block.kind not in MADE_READY and block.kind not in PLAIN and reach is Reach.PARTNERS:
        # Whose the pictures of a plugin's block are, nothing says.
        return replace(block, html=SafeString(nh3.clean(block.html, tags=nh3.ALLOWED_TAGS - {"img"})))
    return block


def _video(block: PrintedBlock, clip: Clip, paper: Paper, reach: Reach) -> PrintedBlock | None:
    """Return a clip, without its poster where that may not go out; no partner is given one with rights."""
    if reach is Reach.PARTNERS and clip.rights:
        return None
    if clip.poster is None or goes_out(clip.poster, paper, reach):
        return block
    bare: Any = copy(clip)
    bare.poster = None
    return replace(block, value={**block.value, "clip": bare, "poster": ""})
