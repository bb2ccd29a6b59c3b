"""What the script of the story's sources says, in the language of whoever writes."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Return every phrase of the script by its name."""
    return {
        "who": _("Who says so?"),
        "type": _("Type a name"),
        "new_person": _("New person: "),
        "new_office": _("New office or agency: "),
        "new_unnamed": _("Unnamed source: "),
        "none_yet": _("No passage says where it comes from yet. Select a sentence and press Ctrl+'."),
        "remove": _("Remove"),
        "show": _("Show in the text"),
        "gone": _("The passage was deleted; its source goes with the next save."),
        "from_elsewhere": _("Pasted from another story: its source is not here."),
        "unnamed": _("not named"),
        "reason": _("Why not named? Readers see this."),
        "needs_reason": _("needs a reason"),
        "needs_approval": _("needs an editor-in-chief"),
        "approve": _("Approve: may stay unnamed"),
        "approved": _("approved by"),
        "quote": _("quoted word for word"),
        "terms": _("Terms"),
        "status": _("Standing"),
        "channel": _("Channel"),
        "via": _("By way of"),
        "inherited": _("as the story came"),
        "directly": _("directly to us"),
        "other_claims": _("Other claims"),
        "evidence": _("Evidence"),
        "add_evidence": _("Add evidence"),
        "where": _("Where it is"),
        "obtained": _("Obtained on"),
        "private": _("stays in the newsroom"),
        "digest_of_file": _("Digest of a file"),
        "details": _("Details"),
        "unattributed": _("Nobody is credited with:"),
        "speech": _("speech"),
        "figure": _("figure"),
        "failed": _("That did not work. Your text is safe; try again."),
    }
