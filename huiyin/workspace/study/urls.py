"""Addresses of study, under /desk/study/."""

from django.urls import path

from huiyin.workspace.study import archives, materials, sessions
from huiyin.workspace.study.blank import blank

urlpatterns = [
    path("", sessions.index, name="study_index"),
    path("new/", sessions.new, name="study_new"),
    path("blank/", blank, name="study_blank"),
    path("sessions/<uuid:uid>/", sessions.one, name="study_session"),
    path("sessions/<uuid:uid>/edit/", sessions.edit, name="study_edit"),
    path("sessions/<uuid:uid>/people/", sessions.people, name="study_people"),
    path("sessions/<uuid:uid>/people/confirm/", sessions.confirm, name="study_confirm"),
    path("sessions/<uuid:uid>/mark/", sessions.mark, name="study_mark"),
    path("sessions/<uuid:uid>/sign/", sessions.sign, name="study_sign"),
    path("sessions/<uuid:uid>/correct/", sessions.correct, name="study_correct"),
    path("sessions/<uuid:uid>/void/", sessions.void, name="study_void"),
    path("sessions/<uuid:uid>/again/", sessions.again, name="study_again"),
    path("corrections/<uuid:uid>/", sessions.answer, name="study_answer"),
    path("mine/", archives.mine, name="study_mine"),
    path("mine/ask/", archives.ask, name="study_ask"),
    path("people/<uuid:uid>/", archives.one, name="study_archive"),
    path("people/<uuid:uid>/works/", archives.hand_in, name="study_hand_in"),
    path("people/<uuid:uid>/<str:form>/", archives.taken, name="study_taken"),
    path("works/", archives.many, name="study_many"),
    path("works/<uuid:uid>/withdraw/", archives.withdraw, name="study_work_withdraw"),
    path("unit/", archives.unit, name="study_unit"),
    path("unit/people/", archives.people, name="study_archives"),
    path("rules/", archives.rules, name="study_rules"),
    path("rules/<uuid:uid>/withdraw/", archives.rule_withdraw, name="study_rule_withdraw"),
    path("materials/", materials.index, name="study_materials"),
    path("materials/new/", materials.new, name="study_material_new"),
    path("materials/<uuid:uid>/", materials.one, name="study_material"),
    path("materials/<uuid:uid>/read/", materials.read, name="study_read"),
    path("materials/<uuid:uid>/more/", materials.hand_on, name="study_hand_on"),
    path("materials/<uuid:uid>/file/", materials.file, name="study_material_file"),
]
