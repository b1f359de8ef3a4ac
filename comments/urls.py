from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from comments import acts, complaint_views, mail_views, record_views, views


class Number(IntConverter):
    """An id. Every number of this length fits a 64-bit column; a longer one is no id of ours."""

    regex = "[0-9]{1,18}"


class VerbConverter(StringConverter):
    """One of acts.VERBS."""

    regex = "|".join(acts.VERBS)


register_converter(Number, "number")
register_converter(VerbConverter, "verb")

urlpatterns = [
    path("catatan-saya/", record_views.my_record, name="my_record"),
    path("peringatan/<number:sanction_id>/", record_views.acknowledge, name="acknowledge"),
    path("banding/<number:decision_id>/", record_views.appeal, name="appeal"),
    path("banding/sanksi/<number:sanction_id>/", record_views.appeal_sanction, name="appeal_sanction"),
    path("laporkan/<number:comment_id>/", complaint_views.complain, name="complain"),
    path("<number:article_id>/", views.thread, name="comment_thread"),
    path("<number:article_id>/jumlah/", views.count, name="comment_count"),
    path("<number:article_id>/kirim/", views.send, name="comment_send"),
    path("balasan/<number:root_id>/", views.replies, name="comment_replies"),
    path("balas/<number:comment_id>/", views.answer, name="comment_answer"),
    path("ubah/<number:comment_id>/", acts.edit, name="comment_edit"),
    path("hapus/<number:comment_id>/", acts.delete, name="comment_delete"),
    path("kabar/", mail_views.choose, name="comment_mail"),
    path("kabar/berhenti/<str:token>/", mail_views.stop, name="comment_mail_stop"),
    path("kabar/dengar/<number:reader_id>/", mail_views.unmute, name="comment_unmute"),
    path("<verb:verb>/<number:comment_id>/", acts.act, name="comment_act"),
]
