"""The newsroom's door to clips."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets

from kabar.staff.bulk import close
from kabar.staff.recorded import ListOfChoosables
from kabar.video import services
from kabar.video.forms import ClipForm
from kabar.video.models import Clip


class _Kept:
    """A form whose clip is kept by the services."""

    def save_instance(self) -> Clip:
        """Keep it, with its record."""
        clip: Clip = self.form.save(commit=False)  # type: ignore[attr-defined]
        services.keep(clip, by=self.request.user)  # type: ignore[attr-defined]
        return clip


class ChangeClip(_Kept, snippets.EditView):
    """The form of a clip there is."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask before it is shown."""
        super().setup(request, *args, **kwargs)
        services.must_change(self.request.user, self.object)


class ClipViewSet(snippets.SnippetViewSet):
    """Clips, the newest first."""

    model = Clip
    icon = "media"
    menu_name = "video"
    menu_label = _("Video")
    menu_order = 210
    add_to_admin_menu = True
    base_url_path = "video"
    ordering = ("-id",)
    list_per_page = 30
    search_fields = ("title", "credit", "place", "transcript")
    search_backend_name = None
    copy_view_enabled = False
    list_display = ("title", Column("credit", label=_("Credit")), Column("place", label=_("Place")))
    index_view_class = ListOfChoosables
    add_view_class = type("AddClip", (_Kept, snippets.CreateView), {})
    edit_view_class = ChangeClip

    def get_edit_handler(self) -> Any:
        """Return the form: the clip, its words, its rights."""
        panels = [
            FieldPanel("title"),
            FieldPanel("file", help_text=_("MP4 with H.264 or WebM, up to 200 MB.")),
            FieldPanel("address", help_text=_("Or the address of a clip at YouTube, Vimeo and the like.")),
            FieldPanel("poster", help_text=_("Taken from the file when left empty.")),
            FieldPanel("caption"),
            FieldRowPanel([FieldPanel("credit"), FieldPanel("rights"), FieldPanel("rights_until")]),
            FieldRowPanel([FieldPanel("place"), FieldPanel("taken_at")]),
            MultiFieldPanel(
                [
                    FieldPanel("transcript", help_text=_("What is said and heard, for who cannot hear it.")),
                    FieldPanel("captions", help_text=_("A WebVTT file.")),
                    FieldPanel("language"),
                ],
                heading=_("Words"),
            ),
        ]
        return ObjectList(panels, base_form_class=ClipForm).bind_to_model(self.model)


register_snippet(ClipViewSet)
close("delete", Clip)
