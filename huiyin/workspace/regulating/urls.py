"""Addresses of regulations, under /desk/regulating/."""

from django.urls import path

from huiyin.workspace.regulating import entering, lists, one, texts

urlpatterns = [
    path("", lists.index, name="regulating_index"),
    path("new/", entering.new, name="regulating_new"),
    path("paste/", entering.paste, name="regulating_paste"),
    path("<uuid:uid>/", one.rule, name="regulating_rule"),
    path("<uuid:uid>/edit/", entering.edit, name="regulating_edit"),
    path("<uuid:uid>/decide/", one.decide, name="regulating_decide"),
    path("<uuid:uid>/finish/", texts.finish, name="regulating_finish"),
    path("<uuid:uid>/withdraw/", one.withdraw, name="regulating_withdraw"),
    path("<uuid:uid>/reassess/", one.reassess, name="regulating_reassess"),
    path("<uuid:uid>/public/", one.public, name="regulating_public"),
    path("<uuid:uid>/take-back/", one.take_back, name="regulating_take_back"),
    path("<uuid:uid>/texts/new/", texts.add, name="regulating_text_new"),
    path("<uuid:uid>/texts/<int:number>/", texts.text, name="regulating_text"),
    path("<uuid:uid>/texts/<int:number>/file/", texts.file, name="regulating_text_file"),
    path("<uuid:uid>/compare/", texts.compare, name="regulating_compare"),
    path("<uuid:uid>/readers/", lists.readers, name="regulating_readers"),
    path("<uuid:uid>/readers/ask/", lists.ask, name="regulating_ask"),
    path("<uuid:uid>/readers/read/", lists.read, name="regulating_read"),
    path("<uuid:uid>/readers/read-by-list/", lists.read_by_list, name="regulating_read_by_list"),
]
