"""The words by which agencies take copy back, correct it or hold it: as marks, in headlines and in notes."""

from __future__ import annotations

import re
from dataclasses import replace

from kabar import clock
from kabar.wire.parsers import item
from kabar.wire.parsers.bodies import said_in
from kabar.wire.parsers.item import WireItem

#: What says by itself that copy must not be used, in the languages of the wires that reach us.
KILLING = (
    r"kill(?:s|ed)?|withdraw(?:n|al|s)?|eliminat(?:ion|ed?)|retraction|retracted|cancell?ation|cancell?ed"
    r"|annulation|annulée?|annullamento|annullat[ao]|ritiro|ritirat[ao]|anulaci[oó]n|anulad[ao]|anulação"
    r"|retirad[ao]|zur(?:ü|ue)ckgezogen|zur(?:ü|ue)ckziehung|r(?:ü|ue)ckzug|storno|storniert|ingetrokken"
    r"|vervallen|dicabut|pencabutan|dibatalkan|pembatalan|ditarik|penarikan"
)
CORRECTING = (
    r"correct(?:ion|ions|ed|s|ive)|corrig(?:é|endum)|rectificati(?:f|on)|rectificaci[oó]n|correcci[oó]n"
    r"|correção|correzione|rettifica|berichtigung|berichtigt|korrektur|korrigiert|rectificatie|ralat"
    r"|koreksi|errat(?:a|um)"
)
#: What stands before such a word: MANDATORY KILL, 1st Ld-Writethru Kill, BERITA DICABUT.
BEFORE = (
    r"(?:(?:\d+(?:st|nd|rd|th)|mandatory|bulletin|newsalert|urgent|flash|writethru|advisory|attention"
    r"|berita|note|eds?|editors?|redaksi|perhatian|achtung|lead|ld)\b[\s:/,.!()-]*)*"
)
#: Before and behind the same, in a slug.
NAMED = rf"{BEFORE}(?:{KILLING}|{CORRECTING}|writethru|update|advisory)"
_MARK = re.compile(
    rf"{BEFORE}(?P<said>{KILLING}|{CORRECTING})"
    rf"(?:[\s/!-]+(?:{BEFORE}(?:{KILLING}|{CORRECTING})|advisory|notice|berita|\d+))*",
    re.I,
)
_SURE = re.compile(r"(?:^|[(\[,:/–—-])\s*(?:mandatory|bulletin)[\s-]*kill\s*(?:$|[)\],:/–—-])", re.I)
_HELD = re.compile(r"(?:embargo(?:ed)?|sperrfrist|sous embargo|bajo embargo)\b", re.I)
#: Whom a note is for, and how he is asked.
_CALLED = (
    r"(?:(?:attention|note|to|kepada|yth|perhatian|achtung|à|a|l'attention|des|the|all|para)\b[\s.,:!-]*)*"
)
_EDITORS = (
    rf"{_CALLED}"
    r"(?:eds?|editors?(?:'s?|s')?|rédacteurs?|redactores|redaktionen|redaktur|redaksi|clients|subscribers"
    r"|pelanggan)\b(?:\s+(?:note|pelanggan|and clients))?[\s.,:;=!–—-]*"
)
_PLEASE = r"(?:(?:please|pls|mohon|harap|bitte|agar|supaya|the|mandatory|bulletin)\s+)*"
#: A limit is no kill: “do not use before six”.
_EVER = (
    r"(?!\s+(?:after|before|without|until|for|on|in|sebelum|setelah|tanpa|untuk|avant|sans|vor|ohne|nach"
    r"|antes|sin)\b)"
)
_ORDERS = (
    rf"{_PLEASE}(?:kill\b(?!\s*fee)|withdraw(?:n|al)?\b(?=\s*(?:$|[.:,;!-]|the|this|our|story|item|copy|above))"
    r"|eliminat(?:e|ion)\b|annul|do not (?:use|publish|run)\b"
    rf"{_EVER}|ne pas (?:utiliser|diffuser|publier)\b{_EVER}"
    rf"|(?:nicht|nicht mehr) (?:verwenden|verbreiten)\b{_EVER}|no (?:usar|publicar|utilizar)\b{_EVER}"
    r"|(?:tolong )?(?:cabut|batalkan|tarik)\b"
    r"|(?:jangan|tidak) (?:di)?(?:gunakan|pakai|siarkan|muat|terbitkan)\b"
    rf"{_EVER}"
    r"|(?:berita (?:ini |tersebut |itu |di atas )?)?(?:dicabut|dibatalkan|ditarik)\b)"
)
_TOLD = (
    r"(?:(?:this|the|above|previous|earlier|preceding)\s+)+(?:story|item|article|copy|report|version|dispatch)\b"
    r"[^.!]{0,160}?\b(?:killed|withdrawn|retracted|cancell?ed)\b"
    r"|(?:berita|naskah)\s+(?:ini|tersebut|itu|di atas|berjudul|dengan judul)\b[^.!]{0,160}?"
    r"\b(?:dicabut|dibatalkan|ditarik|(?:jangan|tidak|agar tidak) (?:di)?(?:gunakan|siarkan|muat))\b"
    r"|(?:die|diese|obige)\s+meldung\b[^!]{0,160}?\b(?:zur(?:ü|ue)ckgezogen|storniert)"
)
_NOTE = re.compile(rf"\W*(?:{_EDITORS}|{_CALLED})(?:{_ORDERS}|{_PLEASE}(?:{_TOLD}))", re.I)
#: In the text only what is plainly said to editors counts: a story may tell of withdrawals.
_TEXT = re.compile(
    rf"\W*(?:{_EDITORS}(?:{_ORDERS}|{_TOLD})|{_PLEASE}kill (?:the|this) (?:story|item|copy)\b"
    rf"|\(?(?:{_TOLD}))",
    re.I,
)
#: A text that is longer than this is no notice.
NOTICE = 4
#: No mark is longer.
LONGEST = 120
#: So much of a note or a text is looked at: an order stands at its beginning.
TOLD = 300


def act_of(mark: str) -> str:
    """Return what a line that is nothing but a mark says of the copy below it; nothing when it is no mark."""
    found = _MARK.fullmatch(mark[:LONGEST].strip(" \t:;=*!()[]#<>"))
    return _act(found["said"]) if found else ""


def act_within(words: str) -> str:
    """Return what the tail of a slug says, as in `BC-AS--Sunken Isle, Mandatory Kill`."""
    for wording, act in ((KILLING, item.KILL), (CORRECTING, item.CORRECTION)):
        if re.search(rf"\b(?:{wording})\b", words, re.I):
            return act
    return ""


def bare(headline: str) -> str:
    """Return a headline without the mark before it: what the copy that is meant was called."""
    found = _head(headline)
    return headline[found.end() :].strip(" \t:;-–—/|=>)].,!") if found else headline


def marked(said: WireItem) -> WireItem:
    """Return an item as the words around it say it stands; what its form says already is not taken back."""
    act = item.KILL if said.standing == item.KILLED or said.act == item.KILL else _said_of(said)
    if act == item.KILL:
        return replace(said, act=item.KILL, standing=item.KILLED)
    if act and said.act in (item.NEW, item.UPDATE):
        said = replace(said, act=act)
    if said.embargo is None and _is_held(said):
        return replace(said, embargo=clock.UNTIL_LIFTED)
    return said


def _said_of(said: WireItem) -> str:
    heads = [said.headline, said.slugline]
    if any(_SURE.search(each) for each in heads) or any(_orders(each) for each in said.notes):
        return item.KILL
    first = said_in(said.blocks[:1])[:TOLD]
    if len(said.blocks) <= NOTICE and _TEXT.match(first):
        return item.KILL
    found = _head(said.headline)
    return _act(found["said"]) if found else ""


def _orders(note: str) -> bool:
    return bool(_NOTE.match(note[:TOLD]) or _SURE.search(note[:TOLD]) or act_of(note[:80]) == item.KILL)


def _head(headline: str) -> re.Match[str] | None:
    """Return the mark before a headline: in capitals when the headline is not, or set off from it.

    `Kill Bill returns`, `Recall: what to know` and `KILL-SWITCH LAW PASSES` are headlines themselves.
    """
    opening = len(headline) - len(headline.lstrip(" \t([*-=!/<"))
    found = _MARK.match(headline, opening, opening + LONGEST)
    if not found or (after := headline[found.end() :])[:1].isalnum():
        return None
    if not after.strip(" \t:;-–—/|=>)].,!"):
        return found
    if found[0] == found[0].upper() and after != after.upper():
        return None if re.match(r"[-/]\s?[a-z]", after) else found
    if re.match(r"\s*[):\]=]", after) and (found[0] == found[0].upper() or _act(found["said"]) != item.KILL):
        return found
    return None


def _is_held(said: WireItem) -> bool:
    """Tell whether the words say that copy is under embargo; the hour is read by an editor."""
    found = _HELD.match(said.headline.lstrip(" \t([*"))
    if found and found[0] == found[0].upper():
        return True
    return any(_HELD.match(each.lstrip(" \t([*")) for each in said.notes)


def _act(word: str) -> str:
    return item.KILL if re.fullmatch(KILLING, word, re.I) else item.CORRECTION
