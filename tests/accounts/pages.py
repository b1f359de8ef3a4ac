"""Every page of /akun/, as it is sent to somebody who can reach it."""

from collections.abc import Callable, Iterator

from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from newsroom.accounts.models import User
from tests import cast
from tests.accounts.doors import code, link_in, log_in, verified, with_totp

Page = tuple[str, str]  # name, HTML
Walk = Callable[[], Iterator[Page]]


def for_strangers() -> Iterator[Page]:
    client = Client()
    for address in (
        "login/?next=/x/",
        "signup/?next=/x/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "password/reset/key/1-dead/",
        "confirm-email/",
        "confirm-email/dead/",
        "inactive/",
    ):
        yield address, _got(client.get(f"/akun/{address}"))
    yield "login refused", _got(client.post("/akun/login/", {"login": "x@y.test", "password": "x"}))
    yield "signup refused", _got(client.post("/akun/signup/", {"email": "x", "password1": "x", "display_name": "3"}))
    yield "signup empty", _got(client.post("/akun/signup/", {}))
    client.post("/akun/signup/", {"display_name": "Wati", "email": "wati@contoh.test", "password1": cast.PASSWORD})
    link = link_in(mail.outbox[-1])
    yield "after signup", _got(client.get("/akun/confirm-email/"))
    yield "confirm", _got(client.get(link))
    client.post("/akun/password/reset/", {"email": "wati@contoh.test"})
    form = client.get(link_in(mail.outbox[-1]))["Location"]
    yield "new password", _got(client.get(form))
    yield "new password refused", _got(client.post(form, {"password1": "a", "password2": "b"}))


def for_people() -> Iterator[Page]:
    client = Client()
    putri = verified(cast.putri())
    log_in(client, putri)
    for address in (
        "",
        "email/",
        "password/change/",
        "logout/",
        "reauthenticate/",
        "2fa/",
        "2fa/webauthn/",
    ):
        yield address, _got(client.get(f"/akun/{address}", follow=True))
    client.post("/akun/reauthenticate/", {"password": cast.PASSWORD})
    yield "name refused", _got(client.post("/akun/", {"display_name": "redaksi"}))
    yield "name changed", _got(client.post("/akun/", {"display_name": "Putri Ayu"}, follow=True))
    yield "password refused", _got(client.post("/akun/password/change/", {"oldpassword": "x", "password1": "y"}))
    for address in ("2fa/totp/activate/", "2fa/webauthn/add/"):
        yield address, _got(client.get(f"/akun/{address}"))
    yield "totp refused", _got(client.post("/akun/2fa/totp/activate/", {"code": "1"}))
    secret = client.get("/akun/2fa/totp/activate/").context["form"].secret
    yield "totp", _got(client.post("/akun/2fa/totp/activate/", {"code": code(secret)}, follow=True))
    for address in ("2fa/", "2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/"):
        yield f"{address} with totp", _got(client.get(f"/akun/{address}", follow=True))
    yield from _with_a_key(client, putri)
    yield "new address", _got(client.post("/akun/email/", {"action_add": "", "email": "baru@contoh.test"}, follow=True))
    yield "same address", _got(client.post("/akun/email/", {"action_add": "", "email": "salah"}))
    yield "logged out", _got(client.post("/akun/logout/", {"next": "/akun/login/"}, follow=True))
    bagus, _secret = with_totp(verified(cast.bagus()))
    log_in(client, bagus)
    yield "second step", _got(client.get("/akun/2fa/authenticate/"))
    yield "second step refused", _got(client.post("/akun/2fa/authenticate/", {"code": "1"}))
    client.force_login(bagus)
    yield "door, enrolled", _got(client.get("/admin/", follow=True))
    yield "reauthenticate by code", _got(client.get("/akun/2fa/reauthenticate/"))
    client.force_login(cast.sari())
    yield "door, staff", _got(client.get("/admin/", follow=True))
    client.force_login(putri)
    yield "door, reader", _got(client.get("/admin/", follow=True))


def _with_a_key(client: Client, person: User) -> Iterator[Page]:
    # The result of registering a passkey, which itself needs a browser.
    key = Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Kunci di laci", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}},
    )
    yield "2fa/ with a key", _got(client.get("/akun/2fa/"))
    yield "keys", _got(client.get("/akun/2fa/webauthn/"))
    yield "rename key", _got(client.get(f"/akun/2fa/webauthn/keys/{key.pk}/edit/"))
    yield "remove key", _got(client.get(f"/akun/2fa/webauthn/keys/{key.pk}/remove/"))
    key.delete()


def _got(response: object) -> str:
    status = response.status_code  # type: ignore[attr-defined]
    assert status in (200, 400, 403), f"{status} {response.get('Location')}"  # type: ignore[attr-defined]
    return str(response.content.decode())  # type: ignore[attr-defined]
