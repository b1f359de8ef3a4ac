from django.urls import include, path

from newsroom.accounts import data_views, views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("data/", data_views.data, name="account_data"),
    path("data/unduh/", data_views.download, name="account_download"),
    path("data/hapus/", data_views.erase, name="account_erase"),
    path("data/batal-hapus/", data_views.keep, name="account_keep"),
    path("", include("allauth.urls")),
]
