"""The newsroom's door to sections."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from kabar.sections.models import Section
from kabar.staff.of_one_paper import OfOnePaper
from kabar.staff.recorded import RecordedViewSet


class SectionForm(OfOnePaper):
    """A section; its paper and its address stay once it has them, for stories stand under it."""

    def clean_slug(self) -> str:
        """Refuse a word the paper uses itself, and a new address for a section that has one."""
        slug = self.cleaned_data["slug"]
        paper = settings.PAPER.for_key(self.paper)
        if slug in paper.words.reserved():
            raise ValidationError(_("The paper uses “%s” itself; choose another word.") % slug)
        if self.instance.pk and slug != Section.objects.values_list("slug", flat=True).get(
            pk=self.instance.pk
        ):
            raise ValidationError(_("The address of a section does not change: its stories stand under it."))
        return slug


class SectionViewSet(RecordedViewSet):
    """Sections, in the order of the menu."""

    model = Section
    icon = "list-ul"
    name = menu_name = "sections"
    menu_label = gettext_lazy("Sections")
    menu_order = 400
    add_to_admin_menu = True
    ordering = ("position", "name")
    list_display = (
        "name",
        Column("slug", label=gettext_lazy("Address")),
        Column("desk", label=gettext_lazy("Desk")),
        Column("position", label=gettext_lazy("Place in the menu")),
        BooleanColumn("on_menu", label=gettext_lazy("In the menu")),
    )

    def get_edit_handler(self) -> Any:
        """Return the form."""
        fields = ("paper", "name", "slug", "description", "desk", "position", "on_menu", "hue", "access")
        return ObjectList([FieldPanel(name) for name in fields], base_form_class=SectionForm).bind_to_model(
            Section
        )


@hooks.register("register_admin_viewset")
def sections() -> SectionViewSet:
    """Open the door."""
    return SectionViewSet()
