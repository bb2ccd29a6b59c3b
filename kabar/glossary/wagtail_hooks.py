"""The newsroom's door to the glossary."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from kabar.glossary.models import Term
from kabar.staff.of_one_paper import OfOnePaper, ViewSetOfOnePaper


class TermForm(OfOnePaper):
    """A term, the only one of its paper with its word."""

    def clean_word(self) -> str:
        """Refuse a word the paper explains already."""
        word = " ".join(self.cleaned_data["word"].split())
        if Term.objects.filter(paper=self.paper, word=word).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("“%s” is explained already.") % word)
        return word


class TermViewSet(ViewSetOfOnePaper):
    """The glossary, by word."""

    model, form, asked = Term, TermForm, ("word", "also", "meaning")
    icon = "help"
    name = menu_name = "glossary"
    menu_label = gettext_lazy("Glossary")
    menu_order = 360
    add_to_admin_menu = True
    ordering = ("word",)
    list_per_page = 50
    search_fields = ("word", "also", "meaning")
    search_backend_name = None
    list_display = ("word", "meaning")


@hooks.register("register_admin_viewset")
def glossary() -> TermViewSet:
    """Open the door."""
    return TermViewSet()
