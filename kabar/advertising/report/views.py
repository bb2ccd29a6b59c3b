"""The report's three forms, opened by its link alone and stored nowhere."""

from __future__ import annotations

import csv as tables
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar import clock
from kabar.advertising.models import Campaign
from kabar.advertising.report import figures, links, paper, plots
from kabar.masthead import pages
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head
from kabar.masthead.printed_time import day_and_minute

View = Callable[[ReaderRequest, figures.Report], HttpResponse]


def _by_link(view: View) -> Callable[..., HttpResponse]:
    @require_safe
    @wraps(view)
    def opened(request: ReaderRequest, token: str) -> HttpResponse:
        campaign = links.campaign_of(request.paper.key, token)
        if campaign is None:
            raise Http404("this link opens no report")
        response = view(request, figures.of(campaign, request.paper.zone))
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return opened


@_by_link
def page(request: ReaderRequest, report: figures.Report) -> HttpResponse:
    """Show the report."""
    title = f"{_('Advertising report')}: {report.campaign.name}"
    context = {
        "head": Head(title=title, description="", path=request.path, robots="noindex"),
        "report": report,
        "plot": plots.of(report.days),
        "flight": flight(report.campaign, request.paper.zone),
        "counted_until": counted_until(request),
    }
    return pages.page(request, "kabar/advertising/report.html", context)


@_by_link
def csv(request: ReaderRequest, report: figures.Report) -> HttpResponse:
    """Give the days as a table for machines."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{request.paper.key}-{report.campaign.pk}.csv"'
    )
    rows = tables.writer(response)
    rows.writerow(["day", "impressions", "viewable", "clicks", "closed"])
    rows.writerows([day.name, day.seen, day.viewed, day.clicked, day.closed] for day in report.days)
    return response


@_by_link
def pdf(request: ReaderRequest, report: figures.Report) -> HttpResponse:
    """Give the report as PDF."""
    data = paper.printed(
        report, request.paper.name, flight(report.campaign, request.paper.zone), counted_until(request)
    )
    return HttpResponse(data, "application/pdf")


def flight(campaign: Campaign, zone: str) -> str:
    """Return from when to when a campaign runs, in words."""
    begins = day_and_minute(campaign.begins, zone)
    ends = day_and_minute(campaign.ends, zone) if campaign.ends else _("until it is ended")
    return f"{begins} – {ends}"


def counted_until(request: ReaderRequest) -> str:
    """Return how the figures came about, and when they were looked at."""
    at = day_and_minute(clock.now(), request.paper.zone)
    return _(
        "Counted until %(at)s. An impression is an ad drawn on the page; it is viewable when half of it was"
        " in view for a second. Machines that say they are, and what was sent twice, are not counted."
    ) % {"at": at}
