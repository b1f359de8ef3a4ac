import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from newsroom.accounts.models import User
from tests import cast
from tests.accounts.doors import link_in, log_in, verified

pytestmark = pytest.mark.django_db

THREAD = "/nasional/2026/11/22/harga-beras/?halaman=2#komentar"
NEW = {"display_name": "Wati", "email": "Wati@Contoh.test", "password1": "sate-lilit-bumbu-bali"}


def sign_up(client: Client, **data: str) -> None:
    response = client.post("/akun/signup/", {**NEW, **data})
    assert response.status_code == 302, response.context["form"].errors
    assert response["Location"] == "/akun/confirm-email/"


def test_a_stranger_who_wanted_to_comment_comes_back_to_the_form(client: Client) -> None:
    page = client.get("/akun/login/", {"next": THREAD})
    assert "/akun/signup/?next=%2Fnasional" in page.context["signup_url"]
    page = client.get("/akun/signup/", {"next": THREAD})
    assert page.context["redirect_field_value"] == THREAD

    sign_up(client, next=THREAD)
    assert "_auth_user_id" not in client.session, "not before the address is verified"
    link = link_in(mail.outbox[0])
    page = client.get(link)
    assert not EmailAddress.objects.get().verified, "a scanner that follows the link verifies nothing"
    assert page.context["redirect_field_value"] == THREAD
    response = client.post(link)
    assert response["Location"] == THREAD
    wati = User.objects.get(email="wati@contoh.test")
    assert client.session["_auth_user_id"] == str(wati.pk)
    assert wati.display_name == "Wati"


def test_the_mail_read_on_another_device_leads_back_too(client: Client) -> None:
    sign_up(client, next=THREAD)
    phone = Client()
    link = link_in(mail.outbox[0])
    phone.get(link)
    assert phone.post(link)["Location"] == THREAD
    assert "_auth_user_id" not in phone.session, "the link verifies an address, it is no key to the account"
    assert log_in(phone, User.objects.get(), password=NEW["password1"], next=THREAD)["Location"] == THREAD


@pytest.mark.parametrize("elsewhere", ["https://jahat.test/", "//jahat.test/", "/\\jahat.test", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    sign_up(client, next=elsewhere)
    link = link_in(mail.outbox[0])
    assert "jahat" not in link
    assert "next" not in link
    assert client.post(link)["Location"] == "/"
    client.post("/akun/logout/")
    putri = verified(cast.putri())
    assert log_in(client, putri, next=elsewhere)["Location"] == "/"
    assert client.post("/akun/logout/", {"next": elsewhere})["Location"] == "/"


def test_someone_who_has_not_verified_cannot_log_in(client: Client) -> None:
    putri = cast.putri()
    assert log_in(client, putri)["Location"] == "/akun/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert mail.outbox[0].to == [putri.email]


def test_the_session_key_changes_on_log_in(client: Client) -> None:
    client.get("/akun/login/")
    session = client.session
    session["planted"] = "before"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(client, verified(cast.putri()))
    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_an_address_is_one_person_however_it_is_typed(client: Client) -> None:
    putri = verified(cast.putri())
    client.post("/akun/login/", {"login": " PUTRI@namamedia.TEST", "password": cast.PASSWORD})
    assert client.session["_auth_user_id"] == str(putri.pk)


def test_signing_up_twice_tells_the_owner_and_nobody_else(client: Client) -> None:
    putri = verified(cast.putri())
    sign_up(client, email=putri.email)
    assert User.objects.count() == 1
    assert mail.outbox[0].to == [putri.email]
    assert "/akun/password/reset/" in mail.outbox[0].body


def test_wrong_password_and_unknown_address_read_the_same(client: Client) -> None:
    putri = verified(cast.putri())
    wrong = log_in(client, putri, password="salah").context["form"].errors
    unknown = client.post("/akun/login/", {"login": "siapa@contoh.test", "password": "salah"}).context["form"].errors
    assert str(wrong) == str(unknown)


def test_a_reset_link_works_once(client: Client) -> None:
    putri = verified(cast.putri())
    client.post("/akun/password/reset/", {"email": putri.email})
    link = link_in(mail.outbox[0])
    form = client.get(link)["Location"]
    new = "gudeg-manis-jogja"
    response = client.post(form, {"password1": new, "password2": new})
    assert response["Location"] == "/akun/password/reset/key/done/"
    assert log_in(Client(), putri, password=new)["Location"] == "/"
    assert Client().get(link).context["token_fail"]
    assert mail.outbox[-1].to == [putri.email], "the owner is told"


def test_a_reset_for_nobody_sends_nothing_and_does_not_say_so(client: Client) -> None:
    response = client.post("/akun/password/reset/", {"email": "siapa@contoh.test"})
    assert response["Location"] == "/akun/password/reset/done/"
    assert mail.outbox == []


def test_a_new_address_counts_only_after_its_link(client: Client) -> None:
    putri = verified(cast.putri())
    log_in(client, putri)
    client.post("/akun/reauthenticate/", {"password": cast.PASSWORD})
    client.post("/akun/email/", {"action_add": "", "email": "Putri.Baru@contoh.test"})
    putri.refresh_from_db()
    assert putri.email == "putri@namamedia.test"
    page = client.get("/akun/email/").content.decode()
    assert "putri.baru@contoh.test" in page
    client.post(link_in(mail.outbox[-1]))
    putri.refresh_from_db()
    assert putri.email == "putri.baru@contoh.test"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("putri.baru@contoh.test", True)]


def test_sensitive_changes_ask_for_the_password_again(client: Client) -> None:
    log_in(client, verified(cast.putri()))
    for address in ("/akun/2fa/totp/activate/", "/akun/2fa/webauthn/add/"):
        assert client.get(address)["Location"].startswith("/akun/reauthenticate/")


def test_many_sign_ups_from_one_place_are_stopped_with_a_page(client: Client) -> None:
    for number in range(20):
        Client().post("/akun/signup/", {"email": f"nomor{number}"})
    response = client.post("/akun/signup/", NEW)
    assert response.status_code == 429
    assert "Terlalu banyak percobaan" in response.content.decode()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("pendek", "terlalu pendek"),
        ("password123", "terlalu umum"),
        ("wati@contoh.test", "terlalu mirip"),
    ],
)
def test_a_weak_password_is_refused_in_indonesian(client: Client, password: str, sentence: str) -> None:
    response = client.post("/akun/signup/", {**NEW, "password1": password})
    assert sentence in response.content.decode()
    assert response.context["form"]["email"].value() == NEW["email"], "what was typed is still there"
    assert not User.objects.exists()
