import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from newsroom.accounts.models import User
from newsroom.accounts.names import tidy
from tests import cast


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Putri \t Ayu ", "Putri Ayu"),
        ("I Made Wirawan", "I Made Wirawan"),
        ("Ｐｕｔｒｉ", "Putri"),
        ("Pu\u202etri", "Putri"),
        ("Nguyễn Thị Huyền", "Nguyễn Thị Huyền"),
        ("Pu" + "\u0336" * 40 + "tri", "Pu" + "\u0336" * 4 + "tri"),
    ],
)
def test_a_name_is_kept_as_people_read_it(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "",
        "12345",
        "···",
        "putri@contoh.test",
        "www.slot-gacor",
        "slot.com",
        "http://x",
        "Redaksi",
        "REDAKSI",
        "Namamedia",
    ],
)
def test_a_name_that_would_mislead_or_advertise_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        tidy(name)


def test_invisible_signs_do_not_smuggle_a_reserved_name_in() -> None:
    with pytest.raises(ValidationError):
        tidy("Re\u200bdaksi")


@pytest.mark.django_db
def test_a_name_that_grows_when_it_is_tidied_is_refused_with_a_sentence(client: Client) -> None:
    typed = {"display_name": "A" + "\ufdfa" * 10, "email": "baru@contoh.test", "password1": cast.PASSWORD}
    page = client.post("/akun/signup/", typed)
    assert page.status_code == 200
    assert "paling banyak 60 karakter" in page.content.decode()
    client.force_login(cast.putri())
    assert client.post("/akun/", {"display_name": typed["display_name"]}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "WA 0812-3456-7890",
        "Slot Gacor Maxwin",
        "R\u0435daksi",
        "B\u0430gus",
        "Redaksi Namamedia",
        "Admin-Namamedia",
        "Tim R\u0435daksi",
        "Namamedia Resmi",
        "R e d a k s i",
        "Red4ksi",
        "Redaksi.",
        "B.a.g.u.s",
        "Bagus.",
    ],
)
def test_what_is_refused_as_another_name_is_refused_at_the_sign_up_too(client: Client, name: str) -> None:
    cast.bagus()
    typed = {"display_name": name, "email": "baru@contoh.test", "password1": cast.PASSWORD}
    page = client.post("/akun/signup/", typed)
    assert page.status_code == 200
    assert any(words in page.content.decode() for words in ("khusus untuk redaksi", "tidak bisa dijadikan nama"))
    assert not User.objects.filter(email="baru@contoh.test").exists()
    client.force_login(cast.putri())
    assert client.post("/akun/", {"display_name": name}).status_code in (400, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Editha", "Bagus Wirawan", "Adminah", "Baagus"])
def test_an_ordinary_name_is_nobody_elses(client: Client, name: str) -> None:
    cast.bagus()
    client.force_login(cast.putri())
    assert client.post("/akun/", {"display_name": name}).status_code == 302


@pytest.mark.django_db
def test_an_address_that_no_mail_can_reach_signs_nobody_up(client: Client) -> None:
    typed = {"display_name": "Wati", "email": "wati@\uffff.id", "password1": cast.PASSWORD}
    page = client.post("/akun/signup/", typed)
    assert page.status_code == 200
    assert "Tuliskan alamat surel yang lengkap" in page.content.decode()
    assert not User.objects.filter(display_name="Wati").exists()
