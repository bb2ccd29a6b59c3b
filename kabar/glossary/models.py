"""Words and what they mean, as the paper explains them to its readers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Term(models.Model):
    """A word or a short name that not every reader knows."""

    paper = models.CharField(_("paper"), max_length=32, default="main")
    word = models.CharField(
        pgettext_lazy("glossary", "word"),
        max_length=80,
        help_text=_("As it stands in stories, capitals and all: BPJS, judicial review."),
    )
    also = models.CharField(
        _("other spellings"), max_length=200, blank=True, help_text=_("Parted by commas: B.P.J.S., Bepejees.")
    )
    meaning = models.TextField(
        _("meaning"), max_length=400, help_text=_("In a sentence or two, for everybody.")
    )

    class Meta:
        verbose_name = pgettext_lazy("glossary", "term")
        verbose_name_plural = pgettext_lazy("glossary", "terms")
        ordering = ["word"]
        constraints = [models.UniqueConstraint(fields=["paper", "word"], name="term_of_paper")]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Refuse a word that any sentence would hold."""
        super().clean()
        short = [spelling for spelling in self.spellings if len(spelling) < 2]
        if short:
            raise ValidationError({"word": _("%s is too short to be explained.") % short[0]})

    @property
    def spellings(self) -> list[str]:
        """Return how it is written in stories, the word itself first."""
        every = (self.word, *self.also.split(","))
        return list(dict.fromkeys(spelling for each in every if (spelling := " ".join(each.split()))))
