import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests import cast
from tests.accounts.doors import code, log_in, log_in_twice_over, verified, with_totp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_factor_asked_for(settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = True


def test_a_stranger_is_led_to_the_one_log_in_and_back(client: Client) -> None:
    response = client.get("/admin/articles/article/", follow=True)
    assert response.redirect_chain[-1][0] == "/akun/login/?next=/admin/articles/article/"


def test_the_desk_has_no_log_in_form_of_its_own(client: Client) -> None:
    bagus = verified(cast.bagus())
    response = client.post("/admin/login/", {"username": bagus.email, "password": cast.PASSWORD})
    assert response["Location"].startswith("/akun/login/")
    assert "_auth_user_id" not in client.session


def test_a_reader_is_refused_with_a_sentence_and_no_loop(client: Client) -> None:
    log_in(client, verified(cast.putri()))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "Meja redaksi hanya untuk" in response.content.decode()


def test_staff_without_a_second_factor_are_told_why_and_led_to_set_one_up(client: Client) -> None:
    log_in(client, verified(cast.bagus()))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    page = response.content.decode()
    assert "Kata sandi yang dicuri" in page
    assert 'href="/akun/2fa/totp/activate/"' in page
    assert client.get("/admin/articles/article/").status_code == 302


def test_staff_enrol_log_in_again_and_enter(client: Client) -> None:
    bagus = verified(cast.bagus())
    log_in(client, bagus)
    client.post("/akun/reauthenticate/", {"password": cast.PASSWORD})
    secret = client.get("/akun/2fa/totp/activate/").context["form"].secret
    client.post("/akun/2fa/totp/activate/", {"code": code(secret)})

    door = client.get("/admin/login/?next=/admin/articles/article/")
    assert door.status_code == 403, "the old session was opened by password alone"
    assert "Masuk sekali lagi" in door.content.decode()

    response = client.post("/akun/logout/", {"next": door.context["log_in_again"]})
    assert response["Location"] == "/akun/login/?next=/admin/articles/article/"
    response = log_in_twice_over(client, bagus, secret, next="/admin/articles/article/")
    assert response["Location"] == "/admin/articles/article/"
    assert client.get("/admin/").status_code == 200


def test_a_session_opened_before_enrolment_does_not_enter(client: Client) -> None:
    bagus = verified(cast.bagus())
    log_in(client, bagus)
    with_totp(bagus)
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_password_alone_does_not_log_in_whoever_has_a_second_factor(client: Client) -> None:
    bagus, _secret = with_totp(verified(cast.bagus()))
    log_in(client, bagus)
    assert "_auth_user_id" not in client.session
    assert client.post("/akun/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_code_opens_only_once(client: Client) -> None:
    bagus, secret = with_totp(verified(cast.bagus()))
    log_in(client, bagus)
    shown = code(secret)
    client.post("/akun/2fa/authenticate/", {"code": shown})
    assert "_auth_user_id" in client.session
    again = Client()
    log_in(again, bagus)
    again.post("/akun/2fa/authenticate/", {"code": shown})
    assert "_auth_user_id" not in again.session


def test_the_records_of_another_person_open_nothing(client: Client) -> None:
    bagus, secret = with_totp(verified(cast.bagus()))
    log_in_twice_over(client, bagus, secret)
    records = client.session["account_authentication_methods"]
    client.force_login(cast.sari())
    session = client.session
    session["account_authentication_methods"] = records
    session.save()
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_demo_lets_staff_in_by_password(client: Client, settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False
    log_in(client, verified(cast.bagus()))
    assert client.get("/admin/").status_code == 200


def test_a_demo_does_not_let_readers_in(client: Client, settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False
    log_in(client, verified(cast.putri()))
    assert client.get("/admin/", follow=True).status_code == 403


def test_logging_out_of_the_desk_ends_the_session(client: Client) -> None:
    bagus, secret = with_totp(verified(cast.bagus()))
    log_in_twice_over(client, bagus, secret)
    assert client.get("/admin/logout/").status_code == 405, "a link must not log anybody out"
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


def test_the_door_sends_nobody_to_another_site(client: Client) -> None:
    bagus, secret = with_totp(verified(cast.bagus()))
    log_in_twice_over(client, bagus, secret)
    assert client.get("/admin/login/?next=https://jahat.test/")["Location"] == "/admin/"


def test_the_password_is_changed_where_everybody_changes_it(client: Client) -> None:
    bagus, secret = with_totp(verified(cast.bagus()))
    log_in_twice_over(client, bagus, secret)
    assert client.get("/admin/password_change/")["Location"] == "/akun/password/change/"


def test_someone_switched_off_is_out_at_once(client: Client) -> None:
    bagus, secret = with_totp(verified(cast.bagus()))
    log_in_twice_over(client, bagus, secret)
    bagus.is_active = False
    bagus.save()
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    again = Client()
    assert log_in(again, bagus)["Location"] == "/akun/inactive/"
    assert "_auth_user_id" not in again.session


def test_guessing_passwords_of_staff_is_stopped(client: Client) -> None:
    bagus = verified(cast.bagus())
    for _attempt in range(5):
        log_in(client, bagus, password="salah-sama-sekali", next="/admin/")
    response = log_in(client, bagus, next="/admin/")  # the right password, but the limit is reached
    assert response.status_code == 200
    assert "Terlalu banyak" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_guessing_codes_is_stopped(client: Client) -> None:
    bagus, secret = with_totp(verified(cast.bagus()))
    log_in(client, bagus)
    for _attempt in range(5):
        client.post("/akun/2fa/authenticate/", {"code": "000000"})
    client.post("/akun/2fa/authenticate/", {"code": code(secret)})
    assert "_auth_user_id" not in client.session
