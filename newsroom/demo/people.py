"""Who works at and reads the demo newsroom. Five of them can log in; they share one password."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: str = ""
    position: str = ""
    biography: str = ""
    logs_in: bool = False
    is_new: bool = False  # a new reader, whose first comments are held

    @property
    def is_journalist(self) -> bool:
        return bool(self.position)


STAFF = (
    Person(
        "Rina Wulandari",
        "reporter@demo.test",
        "Reporter",
        "Reporter, Jakarta",
        "Meliput transportasi, perumahan, dan cara kota-kota menghadapi air.",
        logs_in=True,
    ),
    Person(
        "Bagus Hermawan",
        "editor@demo.test",
        "Editor",
        "Editor",
        "Menyunting kanal Nasional dan Daerah. Percaya bahwa lead yang baik selesai dalam dua kalimat.",
        logs_in=True,
    ),
    Person(
        "Sari Kusumaningrum",
        "managing@demo.test",
        "Managing editor",
        "Redaktur pelaksana",
        "Memimpin rapat pagi dan bertanggung jawab atas ralat.",
        logs_in=True,
    ),
    Person("Made Suartana", "moderator@demo.test", "Moderator", logs_in=True),
    Person(
        "Indra Gunawan",
        "indra.gunawan@demo.test",
        "Editor",
        "Editor",
        "Menyunting kanal Ekonomi, Sains, dan Olahraga.",
    ),
    Person(
        "Dimas Prakoso",
        "dimas.prakoso@demo.test",
        "Reporter",
        "Reporter, Surabaya",
        "Menulis tentang perdagangan dan pelabuhan.",
    ),
    Person(
        "Ayu Lestari", "ayu.lestari@demo.test", "Reporter", "Reporter, Semarang", "Menulis tentang pesisir dan pangan."
    ),
    Person(
        "Yohanes Bere",
        "yohanes.bere@demo.test",
        "Reporter",
        "Reporter, Kupang",
        "Meliput Nusa Tenggara dan pulau-pulau kecil.",
    ),
    Person(
        "Nurul Hidayah",
        "nurul.hidayah@demo.test",
        "Reporter",
        "Reporter, Makassar",
        "Meliput pendidikan dan kesehatan di Indonesia timur.",
    ),
    Person(
        "Fajar Siregar",
        "fajar.siregar@demo.test",
        "Reporter",
        "Reporter, Medan",
        "Meliput olahraga, dari gelanggang sampai lapangan kampung.",
    ),
    Person(
        "Citra Maharani",
        "citra.maharani@demo.test",
        "Reporter",
        "Reporter sains, Bandung",
        "Menulis tentang riset, antariksa, dan iklim.",
    ),
    Person(
        "Teguh Santoso",
        "teguh.santoso@demo.test",
        "Reporter",
        "Koresponden luar negeri",
        "Menulis dari luar negeri tentang kota, museum, dan perjalanan.",
    ),
    Person(
        "Melati Sihombing",
        "melati.sihombing@demo.test",
        "Reporter",
        "Pewarta foto",
        "Memotret laut, pasar, dan orang yang bekerja.",
    ),
    Person("Arif Budiman", "arif.budiman@demo.test", "Reporter", "Pewarta foto", "Memotret olahraga dan lanskap."),
)

PORTRAITS = {  # how the journalists are drawn, one of pictures.LOOKS each
    "Rina Wulandari": "long",
    "Bagus Hermawan": "short",
    "Sari Kusumaningrum": "bun",
    "Indra Gunawan": "short",
    "Dimas Prakoso": "curls",
    "Ayu Lestari": "scarf",
    "Yohanes Bere": "curls",
    "Nurul Hidayah": "scarf",
    "Fajar Siregar": "short",
    "Citra Maharani": "bun",
    "Teguh Santoso": "short",
    "Melati Sihombing": "long",
    "Arif Budiman": "short",
}

READERS = (
    Person("Putri Anggraini", "reader@demo.test", logs_in=True),
    Person("Joko Susilo", "joko.susilo@demo.test"),
    Person("Bayu Setiawan", "bayu.setiawan@demo.test"),
    Person("Maria Lengkong", "maria.lengkong@demo.test"),
    Person("Hendra Wijaya", "hendra.wijaya@demo.test"),
    Person("Siti Rahmah", "siti.rahmah@demo.test"),
    Person("Lestari Dewi", "lestari.dewi@demo.test", is_new=True),
    Person("Wahyu Nugroho", "wahyu.nugroho@demo.test", is_new=True),
)

EDITOR_OF_SECTION = {"nasional": "Bagus Hermawan", "daerah": "Bagus Hermawan"}
OTHER_EDITOR = "Indra Gunawan"
LOOKED_IN = timedelta(hours=16)  # before the demo is loaded; older notices are marked as read
MANAGING_EDITOR = "Sari Kusumaningrum"
MODERATOR = "Made Suartana"
FRONT_EDITOR = "Bagus Hermawan"
FRONT = (  # slugs of the picks on the front page; the last one is only in the draft
    "kontainer-pulang-kosong-dari-tual",
    "peringatan-gelombang-tinggi-jangkau-pulau-kecil",
    "pelapis-melaju-ke-final-khatulistiwa-terbuka",
    "audit-sekolah-belum-tahan-gempa",
)
RULED = (  # slugs of the stories with a rule for comments: pre-moderated, and closing early
    "audit-sekolah-belum-tahan-gempa",
    "pelapis-melaju-ke-final-khatulistiwa-terbuka",
)

SECTIONS = (
    ("nasional", "Nasional", "Kebijakan, layanan umum, dan kehidupan bersama di seluruh Indonesia."),
    ("daerah", "Daerah", "Laporan dari kota, kabupaten, dan pulau, oleh wartawan yang ada di sana."),
    ("ekonomi", "Ekonomi", "Harga, kerja, usaha kecil, dan uang yang berputar di antaranya."),
    ("internasional", "Internasional", "Cerita dari luar negeri yang berguna dibaca dari sini."),
    ("olahraga", "Olahraga", "Pertandingan, dan orang-orang yang membuatnya mungkin."),
    ("sains", "Sains", "Riset dan teknologi, dengan angka yang dapat diperiksa."),
)

MASTHEAD = {
    "legal_entity": "PT Namamedia Demo",
    "address": "Jalan Contoh 17, Jakarta Pusat 10110",
    "email": "redaksi@demo.test",
    "phone": "021-555-0117",
    "person_in_charge": "Sari Kusumaningrum",
    "editor_in_chief": "Sari Kusumaningrum",
    "positions": "Redaktur pelaksana: Sari Kusumaningrum\nEditor: Bagus Hermawan, Indra Gunawan\n"
    "Pewarta foto: Melati Sihombing, Arif Budiman\nModerator komentar: Made Suartana",
}
