from django.urls import path

from comments import complaint_views

urlpatterns = [
    path("", complaint_views.door, name="complaint_door"),
    path("<slug:number>/", complaint_views.status, name="complaint_status"),
]
