"""The page that says what a membership is and what it costs; it hangs on the rack like any other."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar.masthead import press_keys as masthead_keys
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head
from kabar.masthead.pages import page
from kabar.membership import press_keys, queries
from kabar.membership.views.shown import shown
from kabar.readers.addresses import account_path


@require_safe
def offer(request: ReaderRequest) -> HttpResponse:
    """Show every plan that is on offer."""
    paper = request.paper
    plans = queries.on_offer(paper.key)
    title = _("Read the news without ads")
    head = Head(
        title=title,
        description=_("Members read %(paper)s without advertising, and pay for its reporting.")
        % {"paper": paper.name},
        path=request.path,
        site=paper.name,
    )
    context = {
        "head": head,
        "plans": [shown(plan, paper) for plan in plans],
        "gifts": [shown(plan, paper) for plan in plans if plan.giftable],
        "account": account_path(paper, "membership/"),
    }
    keys = [press_keys.offer(paper.key), masthead_keys.face(paper.key)]
    return page(request, "kabar/membership/offer.html", context, keys=keys)
