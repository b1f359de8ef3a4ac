from django.contrib import admin
from django.urls import include, path

from articles.urls import stories
from newsroom import offline, views

urlpatterns = [
    *stories,
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("ads.txt", views.ads, name="ads"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sw.js", offline.worker, name="worker"),
    path("luring/", offline.stand_in, name="offline"),
    path("admin/", admin.site.urls),
    path("akun/", include("newsroom.accounts.urls")),
    path("", include("newsroom.duties.urls")),
    path("komentar/", include("comments.urls")),
    path("lapor/", include("comments.complaint_urls")),
    path("transparansi/", include("comments.transparency_urls")),
    path("", include("articles.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
