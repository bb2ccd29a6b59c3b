"""Indonesian roots that rules alone get wrong, chosen from what newspapers print most."""

from __future__ import annotations

from kabar.archive.search.stopwords import listed

#: Whole words that only look as if they carried an affix. What the rules would leave of them is no word,
#: so that a derived word that ends there (`diberitakan` → `ita`) is led back to its root (`berita`).
WHOLE = listed(
    """
    berantas berita delapan digital dimensi dinamika dinasti diploma diplomasi diplomat direksi direktorat
    direktur dirgantara disabilitas disertasi disiplin diskriminasi diskusi dispenser disrupsi distribusi
    divestasi domisili gerai istilah kelelawar keliling kelinci kelola kelompok kelontong keluarga kembali
    kemelut kemendagri kemendikbud kemenkeu kemenkumham kemenpora kementan kemoterapi kemudi kendala
    kendali kendara kepiting keponakan keraton kerbau kereta keringat keripik keriput kerudung kerupuk
    ketemu ketiak ketombe medali mediasi mekanik mekanisme memorandum memori mendiang menstruasi merauke
    merbabu mercedes merdeka merosot mertua meteorologi metode metropolitan pedoman peduli pekanbaru
    pelangi pelipis pelopor pelosok peluit peluru penalti pendekar pendopo penetrasi pengantin pengaruh
    penjara pensiun pepaya perabot perahu percaya percuma perempuan perihal periksa perilaku perintah
    periode peristiwa perompak persentase persepsi persija persipura personel perspektif pertamina pertiwi
    perunggu pesawat pestisida petisi petronas pribadi sedekah sekolah taiwan teriak terima teritorial
    terminal teroris terorisme terowongan tsunami
    """
)

#: Whole words of which the rules would make another word (`menteri` → `teri`, `beruang` → `uang`).
OTHERWISE_ANOTHER_WORD = listed(
    """
    adegan badai balai beruang bupati cerai damai dilema divisi harian jembatan kedai kelamin kelapa
    keliru keluar kemarin kemeja kemenag kemendag kemenhub kemenkes kemenko kemenlu kepala kerabat
    kerangka kesal ketua korban lantai majalah makalah masakan masalah media median medium melati melayu
    menantu menara mendag mendagri menhub menkes menkeu menko menkumham menlu menpora mentega menteri
    mentimun merapi merica meteor nilai pantai pegawai peluang pemilu pemuda pendeta penjuru pepatah
    perangkat peranti perawan perdana perindo peringkat perkara perkasa perkosa perlu permata peroleh
    persada persebaya persegi persib pertama perwira pesan pesisir pesona petaka ramai rantai sampai
    santai satuan sungai terampil terapi terlalu ternate teror tunai usai
    """
)

#: Roots whose k is swallowed by `meng-` and `peng-`: mengirim, pengiriman → kirim.
SWALLOWED_K = listed(
    """
    kabar kabul kabur kacau kagum kait kaji kalah kalung kampanye kandas kandung kantong kapal karung
    kasih kata kawin kecam kecewa kecil kecuali kejar kejut keliling kelola kelompok keluar keluh kembali
    kembang kemudi kemuka kena kenal kenang kencang kendali kendara kenyang kepala kepung kerah keras
    kering kerja keroyok keruk kesan ketahu ketat ketuk kibar kikis kira kirim kisah kobar kocok koleksi
    kombinasi komentar komunikasi konfirmasi konsumsi kontak kontrak kontrol konversi koordinasi korban
    korek koreksi kosong kuak kuasa kuat kubur kucur kukuh kumpul kunci kunjung kupas kurang kuras kurung
    kutip kutuk
    """
)

#: Roots whose t is swallowed by `men-` and `pen-`: menangkap, penangkapan → tangkap.
SWALLOWED_T = listed(
    """
    taat tabrak tabung tabur tafsir tagih tahan tajam takjub takluk takut tambah tambal tambang tampak
    tampar tampil tampung tanam tancap tanda tandas tandatangan tanding tanduk tangan tanggal tanggap
    tangguh tanggung tangis tangkal tangkap tangkis tantang tanya tapak target tari tarik taruh tata tatap
    tato tawar tayang tebak tebal tebang tebar tebus tegak tegang tegas teguh tegur tekan teken tekuk
    tekun telaah telan telantar telepon telisik telusur teman tembak tembus tempat tempel tempuh temu
    tenang tendang tengah tenggelam tengok tentang tentu tepat tepi tepis tepuk terang terap terbang
    terbit teriak terima terjang terjemah terjun terpa tertib terus tetap tetes tewas tikam tikung tilang
    timbang timbul timbun timpa timpal tindak tindaklanjut tinggal tinggi tingkat tinjau tinju tipis tipu
    tiru titik titip tiup todong tolak toleransi tolong tonjol tonton topang toreh tuding tuduh tugas tuju
    tukar tular tulis tumbang tumbuh tumpah tumpang tumpuk tunda tunduk tunggak tunggang tunggu tunjang
    tunjuk tuntas tuntut turun turut tusuk tutup tutur
    """
)

#: Roots that keep the letter for which the rules expect a swallowed one: pemain → main, menyatakan → nyata.
KEPT_M = listed(
    """
    main makam makan maki maksimal maksud manfaat mangsa masak masuk masyarakat menang milik minat minim
    minimalisir minta mohon muat muda mudah mukim mula mulai muncul mungkin musnah mutasi
    """
)
KEPT_N = listed("naik nanti nasihat nikah nikmat nilai")
KEPT_NY = listed("nyala nyaman nyanyi nyata nyatakan")

#: Words no rule reaches.
IRREGULAR = {
    "bertemu": "temu",
    "bekerja": "kerja",
    "dinilai": "nilai",
    "kepemimpinan": "pimpin",
    "menikah": "nikah",
    "menilai": "nilai",
    "pekerja": "kerja",
    "pekerjaan": "kerja",
    "penilaian": "nilai",
}
