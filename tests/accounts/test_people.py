"""Who can manage people at the desk, and what nobody can do there."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django.fixtures import Settings

from newsroom.accounts import people
from newsroom.accounts.models import Consent, User
from newsroom.duties.models import Policy
from tests import cast
from tests.accounts.doors import link_in, log_in, verified, with_totp

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"


@pytest.fixture(autouse=True)
def _by_password(settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False  # tested in test_desk_door.py


def at_the_desk(client: Client, user: User) -> User:
    client.force_login(user)
    return user


def superuser() -> User:
    return User.objects.create_superuser("ketut@namamedia.test", cast.PASSWORD, display_name="Ketut")


def page_of(person: User) -> str:
    return f"{LIST}{person.pk}/change/"


def groups(*names: str) -> list[int]:
    return [group.pk for group in Group.objects.filter(name__in=names)]


NEW = {"email": "Nyoman@Namamedia.test", "display_name": "Nyoman", "is_staff": "on", "is_active": "on"}


def test_the_managing_editor_invites_and_the_invited_person_chooses_the_password(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    at_the_desk(client, cast.sari())
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        response = client.post(f"{LIST}add/", {**NEW, "groups": groups("Reporter")})
    assert response["Location"] == LIST
    nyoman = User.objects.get(email="nyoman@namamedia.test")
    assert [group.name for group in nyoman.groups.all()] == ["Reporter"]
    assert not nyoman.has_usable_password()

    letter = mail.outbox[0]
    assert letter.to == [nyoman.email]
    assert "Sari telah membuatkan akun" in letter.body
    own = Client()
    form = own.get(link_in(letter))["Location"]
    own.post(form, {"password1": cast.PASSWORD, "password2": cast.PASSWORD})
    assert log_in(own, nyoman)["Location"] == "/akun/confirm-email/", "the address is still to be verified"


@pytest.mark.parametrize("who", [cast.rina, cast.bagus, cast.made])
def test_nobody_else_sees_people(client: Client, who: object) -> None:
    user = at_the_desk(client, who())  # type: ignore[operator]
    for path in (LIST, f"{LIST}add/", page_of(user)):
        assert client.get(path).status_code == 403, path
    assert client.post(f"{LIST}add/", NEW).status_code == 403
    assert User.objects.count() == 1


def test_nobody_raises_her_own_rights(client: Client) -> None:
    sari = at_the_desk(client, cast.sari())
    everything = {**NEW, "email": sari.email, "groups": groups("Moderator", "Editor"), "is_superuser": "on"}
    assert client.post(page_of(sari), everything).status_code == 403
    sari.refresh_from_db()
    assert not sari.is_superuser
    assert [group.name for group in sari.groups.all()] == ["Managing editor"]


def test_not_even_a_superuser_changes_his_own_rights(client: Client) -> None:
    ketut = at_the_desk(client, superuser())
    assert client.post(page_of(ketut), {**NEW, "email": ketut.email}).status_code == 403
    ketut.refresh_from_db()
    assert ketut.is_superuser


def test_a_managing_editor_makes_no_superusers(client: Client) -> None:
    at_the_desk(client, cast.sari())
    rina = cast.rina()
    client.post(page_of(rina), {**NEW, "groups": groups("Editor"), "is_superuser": "on"})
    rina.refresh_from_db()
    assert not rina.is_superuser
    assert [group.name for group in rina.groups.all()] == ["Editor"]


def test_a_managing_editor_does_not_touch_a_superuser(client: Client) -> None:
    at_the_desk(client, cast.sari())
    ketut = superuser()
    assert client.post(page_of(ketut), {**NEW, "is_active": ""}).status_code == 403
    client.post(LIST, {"action": "switch_off", "_selected_action": ketut.pk})
    ketut.refresh_from_db()
    assert ketut.is_active


def test_nobody_moves_another_persons_address(client: Client) -> None:
    at_the_desk(client, superuser())
    rina = cast.rina()
    client.post(page_of(rina), {**NEW, "email": "ketut.lain@contoh.test", "groups": groups("Reporter")})
    rina.refresh_from_db()
    assert (rina.email, rina.display_name) == ("rina@namamedia.test", "Nyoman")


def test_no_page_shows_a_password_or_its_hash(client: Client) -> None:
    at_the_desk(client, superuser())
    rina = cast.rina()
    for path in (LIST, page_of(rina), f"{page_of(rina)}../history/"):
        page = client.get(path, follow=True).content.decode()
        assert rina.password not in page
        assert "md5$" not in page
        assert "argon2" not in page
    assert "password1" not in client.get(f"{LIST}{rina.pk}/password/", follow=True).content.decode()


def test_people_are_switched_off_and_never_deleted(client: Client) -> None:
    at_the_desk(client, superuser())
    rina = cast.rina()
    own = Client()
    own.force_login(rina)
    assert own.get("/akun/").status_code == 200
    assert client.post(f"{LIST}{rina.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": rina.pk, "post": "yes"})
    client.post(LIST, {"action": "switch_off", "_selected_action": rina.pk})
    rina.refresh_from_db()
    assert not rina.is_active
    assert own.get("/akun/").status_code == 302, "the open session ends too"


def test_nobody_switches_himself_off(client: Client) -> None:
    sari = at_the_desk(client, cast.sari())
    response = client.post(LIST, {"action": "switch_off", "_selected_action": sari.pk}, follow=True)
    sari.refresh_from_db()
    assert sari.is_active
    assert "tak seorang pun mengelola dirinya" in response.content.decode()


def test_a_lost_telephone_is_forgotten_and_its_owner_told(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    at_the_desk(client, cast.sari())
    bagus, _secret = with_totp(verified(cast.bagus()))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(LIST, {"action": "remove_second_factor", "_selected_action": bagus.pk})
    assert not Authenticator.objects.exists()
    assert mail.outbox[0].to == [bagus.email]
    assert "Pengaman kedua Anda telah dihapus" in mail.outbox[0].subject


def test_the_verbs_refuse_without_the_desk_too() -> None:
    bagus, rina = cast.bagus(), cast.rina()
    for verb in (people.invite, people.switch_off, people.forget_second_factor):
        with pytest.raises(PermissionDenied):
            verb(rina, by=bagus)
        with pytest.raises(PermissionDenied):
            verb(bagus, by=bagus)


def test_secrets_of_second_factors_and_roles_have_no_page(client: Client) -> None:
    at_the_desk(client, superuser())
    for path in ("mfa/authenticator/", "account/emailaddress/", "auth/group/"):
        assert client.get(f"/admin/{path}").status_code == 404


def test_the_list_takes_the_same_queries_for_many_people(client: Client, django_assert_num_queries: object) -> None:
    at_the_desk(client, cast.sari())
    client.get(LIST)
    for number in range(3):
        cast.person(f"Orang {number}", "Reporter", email=f"orang{number}@namamedia.test")
    with django_assert_num_queries(FEW):  # type: ignore[operator]
        client.get(LIST)
    for number in range(3, 20):
        cast.person(f"Orang {number}", "Reporter", email=f"orang{number}@namamedia.test")
    with django_assert_num_queries(FEW):  # type: ignore[operator]
        client.get(LIST)


FEW = 9  # session, person, rights (2), roles of the filter, ids, people, their roles, the unread notices


def test_consents_are_seen_and_never_made_by_hand(client: Client) -> None:
    sari = at_the_desk(client, cast.sari())
    terms = Policy.objects.current(Policy.Kind.COMMENT_TERMS)
    record = Consent.objects.create(user=sari, policy=terms, version=1, sha256=terms.sha256)
    base = "/admin/accounts/consent/"
    assert client.get(base).status_code == 200
    assert client.get(f"{base}{record.pk}/change/").status_code == 200
    assert client.post(f"{base}{record.pk}/change/", {"version": 7}).status_code == 403
    assert client.get(f"{base}add/").status_code == 403
    assert client.post(f"{base}{record.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Consent.objects.get().version == 1
