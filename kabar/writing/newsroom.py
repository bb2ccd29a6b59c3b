"""Where templates are kept and looked after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from kabar.sections.queries import papers_of_sections
from kabar.staff.models import Author, Desk
from kabar.staff.services import record
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.topics.fields import TopicPicker
from kabar.writing import services
from kabar.writing.models import StoryTemplate


class Recorded:
    """A form whose change is audited; no page of the paper shows a template, so none grows stale."""

    act = "change"
    request: NewsroomRequest

    @transaction.atomic
    def save_instance(self) -> models.Model:
        """Keep it, with its record."""
        template = super().save_instance()  # type: ignore[misc]
        record(self.act, template, by=self.request.user)
        return template


class Begin(Recorded, generic.CreateView):
    """A new template."""

    act = "begin"

    def get_initial_form_instance(self) -> StoryTemplate:
        """Begin it in the paper at hand."""
        return StoryTemplate(paper=self.request.paper.key)


class Change(Recorded, generic.EditView):
    """A template that is changed."""


class TakeAway(generic.DeleteView):
    """A template that goes."""

    @transaction.atomic
    def delete_action(self) -> None:
        """Take it away, with its record."""
        record("remove", self.object, by=self.request.user)
        super().delete_action()


class TemplateViewSet(ModelViewSet):
    """Templates, by name."""

    model = StoryTemplate
    icon = "copy"
    name = menu_name = "templates"
    url_prefix = "writing/templates"
    menu_label = _("Story templates")
    menu_order = 350
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    add_view_class, edit_view_class, delete_view_class = Begin, Change, TakeAway
    list_per_page = 50
    search_fields = ("name",)
    search_backend_name = None
    list_display = ("name", Column("desk", label=_("Desk")), Column("section", label=_("Section")))
    panels = (
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("desk"), FieldPanel("section")]),
        FieldPanel("kicker"),
        FieldPanel("topics", widget=TopicPicker(papers_of_sections)),
        FieldPanel("body"),
        InlinePanel(
            "bylines",
            heading=_("Byline"),
            panels=[
                FieldRowPanel(
                    [FieldPanel("author", widget=AdminSnippetChooser(model=Author)), FieldPanel("role")]
                )
            ],
        ),
    )


class Named(forms.Form):
    """What a template is called and who begins from it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=Desk.objects.order_by("position", "name"),
        required=False,
        help_text=_("Who begins from it; without a desk, everyone."),
    )


class KeepAsTemplate(WagtailAdminTemplateMixin, FormView):
    """Asks for a name, keeps the skeleton of a story, and leads to it."""

    request: NewsroomRequest
    form_class = Named
    template_name = "kabar/writing/keep_as_template.html"
    page_title = _("Keep as a template")
    header_icon = "copy"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for both rights before anything is read: to the story and to the templates."""
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(Story, pk=kwargs["pk"])
        must(request.user, "change", self.story)
        if not request.user.has_perm("kabar_writing.add_storytemplate"):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """End the way here with the page's own name; the head shows the last of it."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep it; a name that is taken is said at its field."""
        draft = self.story.get_latest_revision_as_object()
        said = form.cleaned_data
        try:
            template = services.keep_as_template(draft, said["name"], by=self.request.user, desk=said["desk"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("Template “%(name)s” kept.") % {"name": template.name})
        return redirect(reverse("templates:edit", args=[template.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the story."""
        return {**super().get_context_data(**kwargs), "story": self.story}
