"""Addresses of the pages of machine-proposed consolidation, mounted at /desk/consolidating/."""

from django.urls import path

from huiyin.workspace.consolidating import board, cards, histories, samples, tables

urlpatterns = [
    path("rounds/<uuid:uid>/", board.board, name="consolidating_board"),
    path("rounds/<uuid:uid>/run/", board.run, name="consolidating_run"),
    path("rounds/<uuid:uid>/undo/", board.undo_last, name="consolidating_undo_last"),
    path("rounds/<uuid:uid>/looked/", board.looked, name="consolidating_looked"),
    path("rounds/<uuid:uid>/history/", histories.acts, name="consolidating_history"),
    path("rounds/<uuid:uid>/history/<uuid:step>/undo/", histories.undo, name="consolidating_undo"),
    path("rounds/<uuid:uid>/samples/", samples.index, name="consolidating_samples"),
    path("rounds/<uuid:uid>/categories/", tables.categories, name="consolidating_categories"),
    path("samples/<uuid:uid>/", samples.one, name="consolidating_sample"),
    path("cards/<uuid:uid>/", cards.one, name="consolidating_card"),
    path("items/<uuid:uid>/history/", histories.item, name="consolidating_item_history"),
]
