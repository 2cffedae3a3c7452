"""Addresses of gatherings, under /desk/gatherings/."""

from django.urls import path

from huiyin.workspace.gatherings import branches, index, materials, meetings, talks

urlpatterns = [
    path("", index.index, name="gatherings_index"),
    path("new/", index.start, name="gatherings_start"),
    path("branches/", branches.listed, name="gatherings_branches"),
    path("branches/<uuid:unit>/new/", branches.new, name="gatherings_branch_new"),
    path("branches/meetings/<uuid:uid>/", branches.one, name="gatherings_branch_meeting"),
    path("of/<uuid:uid>/<uuid:unit>/talks/", talks.draw_up, name="gatherings_draw_up"),
    path("of/<uuid:uid>/<uuid:unit>/materials/", materials.begin, name="gatherings_begin"),
    path("of/<uuid:uid>/<uuid:unit>/meeting/", meetings.prepare, name="gatherings_prepare"),
    path("talks/<uuid:uid>/", talks.one, name="gatherings_talks"),
    path("talks/<uuid:uid>/paste/", talks.paste, name="gatherings_paste"),
    path("talks/<uuid:uid>/add/", talks.add, name="gatherings_add_pair"),
    path("pairs/<uuid:uid>/", talks.pair, name="gatherings_pair"),
    path("materials/<uuid:uid>/", materials.round, name="gatherings_materials"),
    path("material/<uuid:uid>/", materials.one, name="gatherings_material"),
    path("material/version/<uuid:uid>/", materials.version_file, name="gatherings_version_file"),
    path("meetings/<uuid:uid>/", meetings.one, name="gatherings_meeting"),
    path("meetings/<uuid:uid>/gates/<slug:gate>/", meetings.gate, name="gatherings_gate"),
    path("meetings/<uuid:uid>/waive/", meetings.waive, name="gatherings_waive"),
    path("meetings/<uuid:uid>/open/", meetings.opened, name="gatherings_open"),
    path("meetings/<uuid:uid>/conclude/", meetings.conclude, name="gatherings_conclude"),
    path("meetings/<uuid:uid>/promises/", meetings.promise, name="gatherings_promise"),
    path("meetings/<uuid:uid>/dated/<slug:what>/", meetings.dated, name="gatherings_dated"),
    path("meetings/<uuid:uid>/call-off/", meetings.call_off, name="gatherings_call_off"),
]
