"""The story that Rina writes in the browser, some 450 words, partly pasted from Word; and one that is live already."""

LIVE = "Harga Beras di Kupang Naik Lagi"  # the live story of the fixture `article`

HEADLINE = "Gudang Pangan Desa di Lembata Tahan Paceklik Dua Bulan"
DECK = "Warga menimbun jagung dan kacang hijau di lumbung bersama yang dikunci tiga orang."
NOTE = "Tolong sebutkan berapa keluarga yang ikut, dan dari siapa angka itu."

# As Word puts it on the clipboard: conditional comments, mso styles, a heading, a quotation, no clean markup at all.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm; font-family:"Calibri";} --></style></head><body lang=IN>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->
<h2 style='mso-list:none'><span lang=IN>Dikunci tiga orang<o:p></o:p></span></h2>
<p class=MsoNormal><span lang=IN style='font-size:12.0pt'>Lumbung itu memakai tiga gembok. <b
style='mso-bidi-font-weight:normal'>Kepala dusun</b>, bendahara,
dan seorang ibu dari kelompok tani memegang kuncinya masing-masing, sehingga tidak
seorang pun dapat membukanya sendirian.<o:p></o:p></span></p>
<p class=MsoNormal><span>“Kalau satu orang sakit, dua lainnya menunggu di rumahnya. Itu aturan kami sejak awal,” kata
Bendahara Lumbung Desa Hoelea, Maria Barek.<script>alert("dari Word")</script><o:p></o:p></span></p></body></html>"""

OPENING = (
    "Lumbung pangan bersama di Desa Hoelea, Kabupaten Lembata, Nusa Tenggara Timur, menyimpan cukup jagung dan kacang "
    "hijau untuk menghadapi paceklik selama dua bulan. Simpanan itu terkumpul dari panen yang disisihkan warga sejak "
    "awal tahun, tanpa bantuan dari luar, dan dihitung ulang setiap pekan di hadapan warga.",
    "Setiap rumah tangga menyetor sepuluh kilogram jagung kering setelah panen dan boleh mengambilnya kembali pada "
    "bulan ketika persediaan di rumah habis. Catatan setoran ditempel di dinding lumbung, sehingga siapa pun dapat "
    "memeriksanya, termasuk anak-anak yang belajar berhitung dari angka-angka itu.",
    "“Dulu kami meminjam kepada pedagang dan membayar dua kali lipat. Sekarang kami meminjam kepada diri sendiri,” "
    "kata Kepala Desa Hoelea, Yakobus Lelangwayang, saat menunjukkan buku catatan lumbung.",
)
MIDDLE = (
    "Penyimpanan dilakukan dengan cara lama yang diperbaiki. Jagung tetap digantung dengan kulitnya di atas tungku "
    "agar asap mengusir kutu, tetapi kini kadar airnya diukur dengan alat kecil sebelum dipindahkan ke drum tertutup. "
    "Warga belajar menggunakan alat itu selama dua hari dan bergiliran menjadi petugas.",
    "“Yang dahulu busuk sepertiganya, sekarang hampir tidak ada yang terbuang. Kami menimbangnya setiap Sabtu dan "
    "menuliskannya,” tutur Petugas Timbang Kelompok Tani Tite Hena, Agustina Peni.",
    "Menurut penghitungan kelompok tani, kehilangan hasil turun dari 31 persen menjadi 4 persen dalam dua musim. "
    "Angka itu dicocokkan dengan timbangan di pasar kecamatan sebelum diumumkan dalam rapat desa.",
)
CLOSING = (
    "Peneliti pangan Universitas Flobamora Raya, Kristina Bulu, menilai kekuatan lumbung itu terletak pada "
    "catatannya, bukan pada bangunannya. Desa lain kerap membangun gudang besar yang kosong karena tidak ada yang "
    "percaya pada timbangannya.",
    "“Gudang bisa dibeli, kepercayaan tidak. Di sini orang percaya karena angkanya tertempel di dinding,” ujar "
    "Kristina.",
    "Lumbung itu juga mengubah kebiasaan belanja. Sebelum ada simpanan bersama, sebagian warga menjual hampir seluruh "
    "panennya kepada pengepul pada bulan pertama, lalu membeli jagung yang sama dengan harga lebih tinggi menjelang "
    "musim tanam. Kini setiap keluarga menahan sedikitnya seperempat hasil panen sampai pengurus mengumumkan bahwa "
    "simpanan bersama sudah cukup. Pengumuman itu ditempel di kapela, di sekolah dasar, dan di warung yang paling "
    "ramai.",
    "Pengurus belum puas. Alat pengukur kadar air baru ada satu, sedangkan kelompok tani sudah bertambah menjadi "
    "sembilan. Mereka menabung untuk membeli dua alat lagi sebelum panen berikutnya.",
    "Desa tetangga mulai meniru cara itu dengan ukuran yang lebih kecil. Rapat antardesa akan membahas apakah "
    "simpanan dapat saling dipinjamkan ketika salah satu kampung gagal panen, dan siapa yang menanggung ongkos "
    "angkutnya.",
)
MENDED = "Sebanyak 212 keluarga ikut menyetor, menurut buku catatan lumbung yang dibacakan dalam rapat desa."
REWRITTEN = "Desa tetangga sudah menyetujui pinjaman pertama sebanyak 400 kilogram."
