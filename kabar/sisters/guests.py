"""A story as it stands in the paper it is lent to: its own words under another's address and section."""

from __future__ import annotations

import re
from collections.abc import Collection
from copy import copy
from typing import Any

from kabar.config import Paper
from kabar.sisters.models import Loan
from kabar.stories.models import Story

ARTICLE = re.compile(r'<article class="story"')
EDGE = re.compile(r"<article\b|</article>")
#: An address within the paper; what begins with `/-/` is of the newsstand, which every paper has.
INSIDE = re.compile(r' href="(/(?!-/|/)[^"]*)"')


def at_loan(loan: Loan, story: Story) -> Story:
    """Return a copy of a story with the paper, section and address it has on loan; nothing keeps it."""
    standing: Any = copy(story)
    standing.loan = loan
    standing.lent_by = story.paper
    standing.paper, standing.path = loan.paper, loan.path
    standing.section = loan.section
    return standing


def loan_of(story: Story) -> Loan | None:
    """Return the loan as which a story stands; None where it is at home."""
    return getattr(story, "loan", None)


def home_of(story: Story) -> Paper:
    """Return the paper that printed a story first."""
    return story.home


def address_at_home(story: Story) -> str:
    """Return the address at which a story stands in its own paper, whole."""
    loan = loan_of(story)
    return home_of(story).address + ((loan.story.path if loan else story.path) or "/")


def homeward(html: str, home: Paper, *, but: Collection[str] = ()) -> str:
    """Return HTML of a guest whose links within its paper lead there, all but some."""

    def absolute(found: re.Match[str]) -> str:
        return found[0] if found[1] in but else f' href="{home.address}{found[1]}"'

    return INSIDE.sub(absolute, html)


def article_homeward(page: str, home: Paper, *, but: Collection[str]) -> str:
    """Return a page whose article, and nothing around it, has its links lead home."""
    found = ARTICLE.search(page)
    if found is None:
        return page
    begins, depth = found.start(), 0
    for edge in EDGE.finditer(page, begins):
        depth += -1 if edge[0] == "</article>" else 1
        if depth == 0:
            article = homeward(page[begins : edge.end()], home, but=but)
            return page[:begins] + article + page[edge.end() :]
    return page
