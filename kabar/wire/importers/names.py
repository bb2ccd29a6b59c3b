"""Names in copy become sections, topics, authors and distributors of the paper, each found or made once."""

from __future__ import annotations

from hashlib import blake2b

from django.db.models import Count
from django.utils.text import slugify

from kabar.config import Paper
from kabar.sections.models import Section
from kabar.sources.models import Distributor
from kabar.staff.models import Author
from kabar.topics.models import Topic
from kabar.wire.importers.incoming import Named

#: Sections a menu shows when nobody has chosen yet.
MENU = 8
WORDS = {
    "id": {"section": "kanal", "general": "Umum", "pages": "Laman", "untitled": "Tanpa judul"},
    "en": {"section": "section", "general": "General", "pages": "Pages", "untitled": "Untitled"},
}
#: Hues of section labels, far enough apart to tell eight sections from each other.
HUES = (215, 355, 145, 30, 275, 185, 330, 60)


class Names:
    """The paper's card index; `forget` it when a transaction was rolled back."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.words = WORDS[paper.language]
        self.forget()

    def forget(self) -> None:
        """Read the cards from the database again."""
        self.sections: dict[str, Section] = {}
        self.numbered: dict[int, Section] = {}
        self.topics: dict[str, int] = {}
        self.authors: dict[str, int] = {}
        self.distributors: dict[str, int] = {}
        self.made: set[int] = set()

    def section(self, named: Named) -> Section:
        """Return the section of a name in whatever case; none is called like an address of the paper."""
        if named.number is not None:
            return self._numbered(named.number)
        slug = self.section_slug(named)
        if slug not in self.sections:
            section, made = Section.objects.get_or_create(
                paper=self.paper.key,
                slug=slug,
                defaults={
                    "name": presentable(named.name)[:60] or slug,
                    "on_menu": False,
                    "position": Section.objects.filter(paper=self.paper.key).count() + 1,
                    "hue": HUES[len(self.sections) % len(HUES)],
                },
            )
            self.sections[slug] = section
            if made:
                self.made.add(section.pk)
        return self.sections[slug]

    def _numbered(self, number: int) -> Section:
        if number not in self.numbered:
            self.numbered[number] = Section.objects.get(pk=number)
        return self.numbered[number]

    def section_slug(self, named: Named) -> str:
        """Return the slug of a section, which is no word of the paper's addresses."""
        slug = slug_of(named, "kanal", 60)
        return f"{self.words['section']}-{slug}"[:60] if slug in self.paper.words.reserved() else slug

    def topic(self, named: Named) -> int:
        """Return the key of a topic."""
        if named.number is not None:
            return named.number
        slug = slug_of(named, "topik", 120)
        if slug not in self.topics:
            topic, _ = Topic.objects.get_or_create(
                paper=self.paper.key, slug=slug, defaults={"name": named.name.strip()[:120]}
            )
            self.topics[slug] = topic.pk
        return self.topics[slug]

    def author(self, named: Named) -> int:
        """Return the key of an author."""
        if named.number is not None:
            return named.number
        slug = slug_of(named, "penulis", 120)
        if slug not in self.authors:
            author, _ = Author.objects.get_or_create(slug=slug, defaults={"name": named.name.strip()[:120]})
            self.authors[slug] = author.pk
        return self.authors[slug]

    def distributor(self, named: Named | None) -> int | None:
        """Return the key of the agency or site that supplied the copy."""
        if named is not None and named.number is not None:
            return named.number
        if named is None or not named.name.strip():
            return None
        slug = slug_of(named, "sumber", 120)
        if slug not in self.distributors:
            name = named.name.strip()[:120]
            made = (
                Distributor.objects.filter(slug=slug).first() or Distributor.objects.filter(name=name).first()
            )
            made = made or Distributor.objects.create(slug=slug, name=name, url=_site(name))
            self.distributors[slug] = made.pk
        return self.distributors[slug]

    def fill_menu(self) -> None:
        """Put the biggest new sections into a menu that has room; an editor arranges it later."""
        theirs = Section.objects.filter(paper=self.paper.key)
        shown = theirs.filter(on_menu=True).count()
        candidates = theirs.filter(pk__in=self.made) if shown else theirs
        biggest = candidates.filter(on_menu=False).annotate(size=Count("stories")).order_by("-size", "pk")
        chosen = [section.pk for section in biggest[: max(MENU - shown, 0)] if section.size]
        Section.objects.filter(pk__in=chosen).update(on_menu=True)


def presentable(name: str) -> str:
    """Return a name as a menu prints it: "bisnis" and "SELEBRITI" get a capital, "TV" and "iNews" stay."""
    name = " ".join(name.split())
    if name.islower() or (name.isupper() and len(name) > 4):
        return name.capitalize() if " " not in name else name.title()
    return name


def slug_of(named: Named, kind: str, longest: int) -> str:
    """Return the slug by which a name is found again."""
    made = slugify(named.slug or named.name)[:longest].strip("-")
    return made or f"{kind}-{blake2b(named.name.encode(), digest_size=4).hexdigest()}"


def _site(name: str) -> str:
    return f"https://{name}" if "." in name and " " not in name and name.isascii() else ""
