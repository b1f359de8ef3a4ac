from django.urls import path

from comments import transparency_views

urlpatterns = [
    path("", transparency_views.month, name="transparency"),
    path("<slug:name>/", transparency_views.month, name="transparency_month"),
]
