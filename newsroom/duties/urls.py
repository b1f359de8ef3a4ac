from django.urls import path

from newsroom.duties import views
from newsroom.duties.models import Policy

app_name = "duties"
_ADDRESSES = {
    Policy.Kind.CYBER_MEDIA: "pedoman-media-siber/",
    Policy.Kind.COMMENT_TERMS: "ketentuan-komentar/",
    Policy.Kind.PRIVACY: "kebijakan-privasi/",
    Policy.Kind.RIGHT_OF_REPLY: "hak-jawab/",
}

urlpatterns = [
    path("redaksi/", views.masthead, name="masthead"),
    *(path(address, views.policy, {"kind": kind}, name=kind.value) for kind, address in _ADDRESSES.items()),
    *(
        path(f"{address}versi/<int:version>/", views.policy, {"kind": kind}, name=f"{kind.value}-version")
        for kind, address in _ADDRESSES.items()
    ),
]
