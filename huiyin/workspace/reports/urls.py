"""Addresses of reports."""

from django.urls import path

from huiyin.workspace.reports import reading, signing, task_sheets, template_pages, views

urlpatterns = [
    path("", views.index, name="reports_list"),
    path("new/", views.new, name="reports_new"),
    path("templates/", template_pages.template_list, name="reports_templates"),
    path("templates/shipped/<str:kind>.docx", template_pages.shipped_template, name="reports_template_shipped"),
    path("templates/<uuid:uid>.docx", template_pages.template_word, name="reports_template_word"),
    path("templates/<uuid:uid>/retire/", template_pages.retire, name="reports_template_retire"),
    path("templates/<uuid:uid>/restore/", template_pages.restore, name="reports_template_restore"),
    path("<uuid:uid>/", views.one, name="reports_one"),
    path("<uuid:uid>/words/", views.words, name="reports_words"),
    path("<uuid:uid>/draw/", views.draw, name="reports_draw"),
    path("<uuid:uid>/return/", views.give_back, name="reports_return"),
    path("<uuid:uid>/explain/", views.explain, name="reports_explain"),
    path("<uuid:uid>/sign/", signing.to_sign, name="reports_to_sign"),
    path("<uuid:uid>/back/", signing.send_back, name="reports_send_back"),
    path("<uuid:uid>/issue/", signing.issue, name="reports_issue"),
    path("versions/<uuid:uid>/", reading.read, name="reports_read"),
    path("versions/<uuid:uid>/compare/", signing.compare, name="reports_compare"),
    path("versions/<uuid:uid>.docx", reading.word, name="reports_word"),
    path("versions/<uuid:uid>.pdf", reading.pdf, name="reports_pdf"),
    path("task-sheets/<uuid:uid>.pdf", task_sheets.task_sheet_pdf, name="reports_task_sheet_pdf"),
]
