"""The form of a Kabar export: what its files are called and how a story's line is laid out.

An export is a folder:

- `manifest.json`: the form's number, the paper, when it was made, how many of each.
- `sections.jsonl`, `topics.jsonl`, `authors.jsonl`, `distributors.jsonl`, `sources.jsonl`, `pictures.jsonl`:
  the cards that stories name. A sealed identity stays at home, and so does private evidence.
- `stories.jsonl.gz`: a line a story. `id`, `site`, `channel`, `title`, `published`, `url` and `body` are the
  plain archive format, which anybody can read; `kabar` holds every field as the paper keeps it.
- `clips.jsonl`: the clips stories show; earlier exports have none.
- `takedowns.jsonl`, `corrections.jsonl`, `replies.jsonl`: what hangs on the stories, told by the departments
  that registered it with `stories.companions`; earlier exports have none.
- `media/`: the originals of the pictures, under the names `pictures.jsonl` gives them.
"""

from __future__ import annotations

from kabar.stories.models import Story

FORM = 1
MANIFEST = "manifest.json"
STORIES = "stories.jsonl.gz"
MEDIA = "media"
CARDS = ("sections", "topics", "authors", "distributors", "sources", "pictures")

#: Fields of a card as they stand in its table; the first one finds the card again.
CARD_FIELDS = {
    "sections": ("slug", "name", "description", "position", "hue", "on_menu", "access"),
    "desks": ("slug", "name", "position"),
    "topics": ("slug", "name", "summary"),
    "authors": ("slug", "name", "role_title", "beat", "bio", "email"),
    "distributors": ("slug", "name", "url"),
    "sources": (
        "kind", "public_label", "unnamed", "role", "other_names", "country", "url", "same_as", "interest",
    ),
    "pictures": (
        "title", "description", "caption", "credit", "rights", "source_url", "origin",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    ),
}  # fmt: skip

#: What a card belongs to, by number.
BELONGS = {"sections": ("desk",), "distributors": ("source",)}

#: Fields of cards that earlier exports of this form lack.
LATER_CARD_FIELDS = frozenset({"access", "beat"})
#: Fields of a picture's card that earlier exports of this form lack.
LATER_PICTURE_FIELDS = (
    "owner", "terms", "usage", "place", "people", "protects", "unrecognisable", "ai_use",
)  # fmt: skip
PICTURE_INSTANTS = ("taken_at", "rights_until", "created_at")

CLIPS = "clips.jsonl"
CLIP_FIELDS = (
    "title", "address", "caption", "credit", "rights", "place", "transcript", "language", "kind", "width",
    "height", "seconds",
)  # fmt: skip
CLIP_FILES = ("file", "captions")

#: Fields of a story that are written as they are.
PLAIN_FIELDS = (
    "state", "path", "origin", "slug", "slugline", "kicker", "standfirst", "language", "dateline_place",
    "dateline_zone", "lead_caption", "kill_reason", *Story.RULES,
)  # fmt: skip
INSTANTS = ("created_at", "first_published_at", "last_published_at")
#: Instants that most stories lack; a line of an earlier export lacks them all.
RARE_INSTANTS = ("embargo_until",)
#: Fields an editor's draft may have that differ from what readers see.
DRAFT_FIELDS = ("headline", "kicker", "standfirst", "slug", "slugline", "language", "dateline_place",
                "dateline_zone", "lead_caption", *Story.RULES)  # fmt: skip
