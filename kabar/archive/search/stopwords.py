"""Words too common to find a story by."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(words.split())


INDONESIAN = listed(
    """
    ada adalah agar akan antara apa apabila apakah apalagi atas atau bagaimana bagi bahkan bahwa banyak
    beberapa belum berapa bisa boleh bukan dalam dan dapat dari daripada demi demikian dengan di dia
    dimana dulu guna hal hanya harus hingga ia ialah ini itu itulah jadi jangan jika jikalau juga kah
    kalau kami kamu kapan karena ke kembali kemudian kenapa kepada ketika kini kita lagi lah lain
    lalu lebih maka mana masih maupun melainkan memang mengapa menurut mereka meski meskipun mulai mungkin
    namun nanti nya oleh pada para per pernah pula pun saat saja sambil sampai sang sangat saya se sebab
    sebagai sebelum sebuah secara sedang sehingga sejak sejumlah selain selama seluruh sempat semua
    seorang seperti seraya sering serta sesudah setelah setiap si siapa sini suatu sudah supaya tak tanpa
    tapi telah tentang terhadap terkait tersebut tetapi tiap tidak ujar ujarnya untuk yaitu yakni yang
    """
)

ENGLISH = listed(
    """
    a about after again all also am an and any are as at be because been before being both but by can
    could did do does doing each for from further had has have having he her here hers him his how i if in
    into is it its just may me more most my no nor not now of off on once only or other our out over own
    said same says she should so some such than that the their them then there these they this those
    through to too under until up very was we were what when where which while who whom why will with
    would you your
    """
)

BY_LANGUAGE = {"id": INDONESIAN, "en": ENGLISH}
