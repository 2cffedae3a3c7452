"""Addresses under /desk/organisation/."""

from django.urls import path

from huiyin.workspace.organisation import offices, people, rights, roster, units

urlpatterns = [
    path("", units.home, name="organisation_home"),
    path("units/add/", units.add, name="organisation_root_add"),
    path("units/<uuid:uid>/", units.one, name="organisation_unit"),
    path("units/<uuid:uid>/list/", units.listing, name="organisation_units"),
    path("units/<uuid:uid>/add/", units.add, name="organisation_unit_add"),
    path("units/<uuid:uid>/edit/", units.edit, name="organisation_unit_edit"),
    path("units/<uuid:uid>/move/", units.move, name="organisation_unit_move"),
    path("units/<uuid:uid>/close/", units.close, name="organisation_unit_close"),
    path("units/<uuid:uid>/merge/", units.merge, name="organisation_unit_merge"),
    path("units/<uuid:uid>/people/add/", people.add, name="organisation_person_add"),
    path("units/<uuid:uid>/appoint/", offices.appoint, name="organisation_appoint"),
    path("units/<uuid:uid>/teams/add/", offices.add_team, name="organisation_team_add"),
    path("units/<uuid:uid>/rights/", rights.of_unit, name="organisation_unit_rights"),
    path("people/", people.listing, name="organisation_people"),
    path("people/<uuid:uid>/", people.one, name="organisation_person"),
    path("people/<uuid:uid>/edit/", people.edit, name="organisation_person_edit"),
    path("people/<uuid:uid>/leave/", people.leave, name="organisation_person_leave"),
    path("people/<uuid:uid>/account/", people.open_account, name="organisation_account_open"),
    path("people/<uuid:uid>/account/active/", people.set_active, name="organisation_account_active"),
    path("people/<uuid:uid>/slip/", people.slip, name="organisation_slip"),
    path("people/<uuid:uid>/grant/", rights.grant, name="organisation_grant"),
    path("holdings/<uuid:uid>/relieve/", offices.relieve, name="organisation_relieve"),
    path("posts/<uuid:uid>/edit/", offices.edit_post, name="organisation_post_edit"),
    path("teams/<uuid:uid>/", offices.team, name="organisation_team"),
    path("teams/<uuid:uid>/edit/", offices.edit_team, name="organisation_team_edit"),
    path("teams/<uuid:uid>/dissolve/", offices.dissolve_team, name="organisation_team_dissolve"),
    path("rights/", rights.home, name="organisation_rights"),
    path("rights/<uuid:uid>/approve/", rights.approve, name="organisation_grant_approve"),
    path("rights/<uuid:uid>/end/", rights.end, name="organisation_grant_end"),
    path("roster/", roster.upload, name="organisation_roster"),
    path("roster/template/<slug:code>/", roster.template, name="organisation_roster_template"),
    path("roster/<uuid:uid>/", roster.preview, name="organisation_roster_preview"),
]
