"""A campaign's own page, from which it is put on and ended; its preview; and how the offer does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import resolve, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar import clock
from kabar.advertising import funnel, lists, queries, services
from kabar.advertising.boxes import Preview
from kabar.advertising.models import Campaign, State
from kabar.advertising.permissions import may_keep, may_sell
from kabar.advertising.places import SIZES, Place
from kabar.advertising.report import figures, links, plots
from kabar.staff.permissions import may
from kabar.staff.rights import BOOK
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story

VERBS = {
    "put-on": (services.put_on, (State.DRAFT,)),
    "approve": (services.approve, (State.WAITING,)),
    "send-back": (services.send_back, (State.WAITING,)),
    "pause": (services.pause, (State.APPROVED,)),
    "resume": (services.resume, (State.PAUSED,)),
    "end": (services.end, (State.DRAFT, State.WAITING, State.APPROVED, State.PAUSED)),
    "withdraw-report": (services.withdraw_report, tuple(State)),
}
LABELS = {
    "put-on": gettext_lazy("Put it on"),
    "approve": gettext_lazy("Approve"),
    "send-back": gettext_lazy("Send back"),
    "pause": gettext_lazy("Pause"),
    "resume": gettext_lazy("Put it on again"),
    "end": gettext_lazy("End it"),
    "withdraw-report": gettext_lazy("Withdraw the links to its report"),
}
DONE = {
    State.APPROVED: gettext_lazy("It is on, within its days."),
    State.WAITING: gettext_lazy("It waits for somebody else to approve it."),
}


class OfCampaign(View):
    """Common to the pages about one campaign."""

    request: NewsroomRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away who does not keep it."""
        if not may_keep(request.user, self.campaign):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def campaign(self) -> Campaign:
        """Return the campaign."""
        return get_object_or_404(Campaign, pk=self.kwargs["pk"], paper=self.request.paper.key)


class OneCampaign(OfCampaign, WagtailAdminTemplateMixin, TemplateView):
    """Where it stands, how it does, and what can be done with it."""

    request: NewsroomRequest
    template_name = "kabar/advertising/campaign.html"
    page_title = gettext_lazy("Campaign")
    header_icon = "view"

    def get_page_subtitle(self) -> str:
        """Name it."""
        return self.campaign.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to all of them."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("campaigns:index"), "label": _("Advertising")},
            {"url": "", "label": self.campaign.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give its figures and its verbs."""
        campaign = self.campaign
        report = figures.of(campaign, self.request.paper.zone)
        return {
            **super().get_context_data(**kwargs),
            "campaign": campaign,
            "report": report,
            "plot": plots.of(report.days),
            "verbs": [
                (verb, LABELS[verb]) for verb, (_act, states) in VERBS.items() if campaign.state in states
            ],
            "report_link": self.request.paper.address + links.path(campaign),
            "creatives": [(one, SIZES[Place(one.place)]) for one in campaign.creatives.all()],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what a button says."""
        known = VERBS.get(request.POST.get("verb", ""))
        if known is None:
            raise Http404("no such act")
        try:
            known[0](self.campaign, by=self.request.user)
        except services.Conflict as conflict:
            messages.error(request, str(conflict))
        else:
            messages.success(request, str(DONE.get(State(self.campaign.state), _("It is done."))))
        return redirect("advertising:campaign", self.campaign.pk)


class Previewed(OfCampaign):
    """A page as a reader would see it with this campaign and no other: one that has a box for it."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        """Return the page itself, with the campaign's list in place of the paper's."""
        request.ad_preview = Preview(
            reverse("advertising:preview_list", args=[pk]), queries.wanted([self.campaign])
        )
        request.path = request.path_info = self._page()
        request.is_preview = True
        shown = resolve(request.path)
        response = shown.func(request, *shown.args, **shown.kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page(self) -> str:
        """Return the front, a section's front or the newest story, by where the campaign stands."""
        places = {creative.place for creative in self.campaign.creatives.all()}
        stories = Story.objects.filter(paper=self.request.paper.key, live=True).order_by(
            "-first_published_at"
        )
        sections = list(self.campaign.sections.all())
        if sections:
            stories = stories.filter(section__in=sections)
        story = stories.select_related("section").first()
        if story is None or places & {Place.FRONT_TOP, Place.BANDS}:
            return "/"
        return story.section.get_absolute_url() if Place.SECTION_TOP in places else str(story.path)


class PreviewList(OfCampaign):
    """What the preview's boxes ask for."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Return the campaign as if it ran, and as often as one looks."""
        said = lists.of_campaigns(self.request.paper, [self.campaign])
        as_if = {"tag": "", "pace": 1, "cap": 0, "ends": 0}
        shown = zip(said["ads"], self.campaign.creatives.all(), strict=True)
        response = JsonResponse({**said, "ads": [{**ad, **as_if, "go": one.link} for ad, one in shown]})
        response.headers["Cache-Control"] = "no-store"
        return response


class HowTheOfferDoes(WagtailAdminTemplateMixin, TemplateView):
    """The way from the offer to the purchase, of the last four weeks."""

    request: NewsroomRequest
    template_name = "kabar/advertising/funnel.html"
    page_title = gettext_lazy("Reading without ads")
    header_icon = "view"
    days = 28

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away who keeps no campaigns."""
        if not (may(request.user, BOOK) or may_sell(request.user, self.request.paper.key)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the steps."""
        since = clock.now() - timedelta(days=self.days)
        steps = funnel.of(self.request.paper.key, since)
        return {**super().get_context_data(**kwargs), "funnel": steps, "days": self.days}
