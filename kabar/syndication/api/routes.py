"""What can be asked of the API: the addresses, and the description, are made from this list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kabar.syndication.api import shapes

TEXT: Mapping[str, Any] = MappingProxyType({"type": "string"})
SLUG: Mapping[str, Any] = MappingProxyType({"type": "string", "pattern": "^[a-z0-9_-]{1,60}$"})
NUMBER: Mapping[str, Any] = MappingProxyType({"type": "integer", "minimum": 1, "maximum": 2**53 - 1})
LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something a question says."""

    name: str
    says: str
    schema: Mapping[str, Any] = field(default_factory=lambda: TEXT)
    where: str = "query"
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """An address and what is answered there."""

    name: str
    address: str
    says: str
    answers: type | None
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()


CURSOR = Parameter("cursor", "The number of the story behind which the list goes on; `next` has it.", NUMBER)
BAD_CURSOR = (400, "The cursor is no number.")
OF_SECTION = Parameter("slug", "The section's name in addresses.", SLUG, "path")
NO_STORY = (404, "The cursor is the number of no story of the list.")
NO_SECTION = (404, "No section is called so, or the cursor is the number of none of its stories.")

ROUTES = (
    Route("paper", "", "The paper, and where everything is", shapes.Paper),
    Route("sections", "sections", "The sections of the paper, in their order", shapes.Sections),
    Route(
        "stories", "stories", "All stories, the newest first", shapes.Stories, (CURSOR,),
        (BAD_CURSOR, NO_STORY),
    ),
    Route(
        "story", "stories/{number}", "A story with its text", shapes.Story,
        (Parameter("number", "The story's number.", NUMBER, "path"),),
        ((404, "Readers see no story of this number."),),
    ),
    Route(
        "stories_of_section", "sections/{slug}/stories", "The stories of a section, the newest first",
        shapes.Stories, (OF_SECTION, CURSOR), (BAD_CURSOR, NO_SECTION),
    ),
    Route("front", "fronts/front", "The front page as it is made up now", shapes.Front),
    Route(
        "front_of_section", "fronts/{slug}", "The front of a section as it is made up now", shapes.Front,
        (OF_SECTION,), (NO_SECTION,),
    ),
    Route(
        "search", "search", "The stories that answer a question, the best first", shapes.Stories,
        (
            Parameter(
                "q", "Words, as a reader would type them.",
                {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION}, needed=True,
            ),
            Parameter("section", "The section to look in, by its slug.", SLUG),
            Parameter("cursor", "How many findings were seen already; `next` has it.",
                      {"type": "integer", "minimum": 1, "maximum": 10_000}),
        ),
        ((400, "The question is empty or too long, or the cursor is no number."), NO_SECTION),
    ),
    Route("description", "openapi.json", "This API as OpenAPI 3.1", None),
)  # fmt: skip
BY_NAME = {route.name: route for route in ROUTES}
