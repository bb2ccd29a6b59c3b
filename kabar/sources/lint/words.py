"""The words by which Indonesian and English papers say that somebody said something."""

from __future__ import annotations

import re

#: Verbs that report what somebody says, and what introduces whom it comes from. Indonesian.
SAYING_ID = """
kata katanya ujar ujarnya ucap ucapnya tutur tuturnya imbuh imbuhnya tukas tukasnya cetus cetusnya
ungkap ungkapnya jelas\\s+\\w+ jelasnya tegas\\s+[A-Z]\\w+ tegasnya papar paparnya terang\\s+[A-Z]\\w+
terangnya sebut\\s+[A-Z]\\w+ sebutnya beber bebernya lanjutnya tandas tandasnya sambung\\s+[A-Z]\\w+
sambungnya tambah\\s+[A-Z]\\w+ tambahnya pungkas pungkasnya kilah kilahnya tulis\\s+[A-Z]\\w+ tulisnya
bantah\\s+[A-Z]\\w+ bantahnya klaim klaimnya akunya harapnya pesannya timpal timpalnya celetuk berkata
berujar bertutur berucap berpendapat berpesan berdalih beralasan berharap bercerita berpandangan
berkomentar mengatakan mengatakannya mengungkapkan mengungkap menyebut menyebutkan menyatakan
menjelaskan menegaskan menuturkan memaparkan menerangkan menambahkan mengaku mengklaim membantah
menyampaikan menilai menuding menuduh mengingatkan memperingatkan meminta mengimbau menghimbau mendesak
mengakui mengumumkan melaporkan menyarankan menyesalkan menyoroti menduga memperkirakan memprediksi
meyakini optimistis optimis menganggap mengeklaim mengkritik mengecam memuji menolak\\s+berkomentar
mengabarkan menceritakan membeberkan mengisahkan menyinggung mengutip mengusulkan menyebutnya menjawab
menurut menurutnya dilansir dikutip melansir diberitakan dikabarkan dilaporkan disebutkan dikatakan
diungkapkan dinyatakan diklaim diakui diduga disebut-sebut kabarnya konon laporan\\s+yang\\s+menyebut
dilaporkannya seperti\\s+dilaporkan
"""
SAYING_EN = """
said says saying told tells according reported reportedly reports announced announces announcing stated
states added adds claimed claims denied denies denying argued argues insisted insists warned warns
warning\\s+that acknowledged acknowledges admitted admits explained explains confirmed confirms
predicted predicts estimated estimates reckons reckoned alleged alleges allegedly accused accuses
accusing urged urges demanded threatened pledged promised vowed suggested suggests noted notes quoted
testified wrote writes commented replied responded complained declared declares described termed
called\\s+for asserted contended conceded maintained maintains believes believed thinks hopes hoped
expressed criticised criticized condemned praised rejected\\s+(?:claims|reports|allegations|accusations)
spokes(?:man|woman|person) sources?\\s+close
"""

#: A verb of saying does not report speech here.
NOT_SAYING = re.compile(
    r"\b(?:lebih|sangat|cukup|tampak|terlihat|semakin|makin|kurang|begitu|secara|dengan|belum|tidak|"
    r"penjelasan|arti|dalam|sepatah|dua|sebuah|satu|beberapa)\s+(?:jelas|tegas|terang|kata)\b|"
    r"\bkata\s+(?:kunci|sandi|demi|benda|kerja|sambutan|hati|sifat)\b|\b(?:weather|annual|"
    r"quarterly|news)\s+reports?\b|"
    r"\b(?:so-called|book\s+says)\b|\bmenolak\s+untuk\b|\bfinancial\s+statements?\b",
    re.I,
)


def _one_of(words: str) -> re.Pattern[str]:
    small = [word for word in words.split() if "[A-Z]" not in word]
    big = [word for word in words.split() if "[A-Z]" in word]
    joined = rf"\b(?i:(?:{'|'.join(small)}))\b"
    if big:
        # What follows must be a name, so the case of it counts.
        joined += rf"|\b(?:{'|'.join(big)})\b"
    return re.compile(joined)


SAYING = {"id": _one_of(SAYING_ID), "en": _one_of(SAYING_EN)}

#: A figure somebody counted or measured: a number with what it counts.
NUMBER = r"(?:\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)"
MONEY = rf"(?:Rp|IDR|US\\?\$|USD|\\?\$|€|EUR|£|¥|RM|S\$)\.?\s?{NUMBER}"
COUNTED_ID = (
    r"persen|%|juta|miliar|milyar|triliun|ribu|ratus|orang|warga|korban|jiwa|kk|kepala\s+keluarga|rumah|"
    r"keluarga|penumpang|pengungsi|anggota|"
    r"personel|prajurit|tentara|pekerja|karyawan|pasien|kasus|siswa|pelajar|mahasiswa|peserta|"
    r"pengunjung|pemilih|jemaah|"
    r"tersangka|ton|kilogram|kg|gram|hektare|hektar|ha|kilometer|km|meter|unit|ekor|lembar|desa|"
    r"kecamatan|kendaraan|"
    r"mobil|motor|drone|rudal|pesawat|derajat|dollar|dolar|rupiah|bangunan|titik|perusahaan|kali\s+lipat"
)
COUNTED_EN = (
    r"percent|per\s+cent|%|million|billion|trillion|thousand|hundred|people|persons|residents|"
    r"victims|deaths|dead|civilians|"
    r"troops|soldiers|passengers|workers|jobs|employees|patients|cases|students|voters|refugees|"
    r"homes|houses|families|"
    r"tons|tonnes|pounds|kilograms|kg|acres|hectares|miles|kilometers|kilometres|km|feet|metres|"
    r"meters|units|barrels|"
    r"vehicles|missiles|degrees|dollars|companies|subscribers|users|customers|shares|minutes|times\s+as"
)
WORDS_ID = (
    r"(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|"
    r"belasan|puluhan|ratusan|ribuan|jutaan|miliaran)"
)
WORDS_EN = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"dozens|hundreds|thousands|millions|scores)"
)
PEOPLE_ID = (
    r"(?:orang|warga|korban|jiwa|penumpang|pengungsi|anggota|personel|prajurit|tentara|pekerja|"
    r"karyawan|pasien|kasus|"
    r"siswa|pelajar|mahasiswa|peserta|pemilih|jemaah|tersangka|rumah|keluarga|bangunan|kendaraan|desa|hektare|ton)"
)
PEOPLE_EN = (
    r"(?:(?:of\s+)?(?:people|persons|residents|victims|civilians|troops|soldiers|passengers|"
    r"workers|employees|patients|"
    r"students|voters|refugees|homes|houses|families|minutes|jobs|deaths|cases))"
)
FIGURE = {
    "id": re.compile(
        rf"{MONEY}|\b{NUMBER}\s*(?:{COUNTED_ID})(?!\w)|"
        rf"\b{WORDS_ID}\s+(?:{PEOPLE_ID})\b",
        re.I,
    ),
    "en": re.compile(rf"{MONEY}|\b{NUMBER}\s*(?:{COUNTED_EN})(?!\w)|\b{WORDS_EN}\s+(?:{PEOPLE_EN})\b", re.I),
}
#: Numbers of these kinds are on the public record, or count nothing.
NO_FIGURE = {
    "id": re.compile(
        r"\b(?:skor|menit\s+ke|laga|gol|poin|klasemen|babak|menang|kalah|liga|piala|set|ronde|pertandingan)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:score[ds]?|goals?|points|innings?|yards|touchdowns?|victory|wins?|lead|shutout|quarter|half-time|"
        r"birdies?|runs?|wickets?|sets|rebounds|league|season)\b",
        re.I,
    ),
}
