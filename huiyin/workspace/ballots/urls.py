"""Addresses of the pages of ballots, mounted at /desk/ballots/."""

from django.urls import path

from huiyin.workspace.ballots import again, counting, drawing, preparing, sampling, showing, telling

urlpatterns = [
    path("", showing.index, name="ballots_index"),
    path("new/", preparing.new, name="ballots_new"),
    path("<uuid:uid>/", showing.one, name="ballots_one"),
    path("<uuid:uid>/questions/", preparing.questions, name="ballots_questions"),
    path("<uuid:uid>/roll/", preparing.roll, name="ballots_roll"),
    path("<uuid:uid>/roll/correct/", preparing.correct, name="ballots_correct"),
    path("<uuid:uid>/sample/", sampling.sample, name="ballots_sample"),
    path("<uuid:uid>/sample/draw/", sampling.draw, name="ballots_sample_draw"),
    path("<uuid:uid>/again/", again.again, name="ballots_again"),
    path("<uuid:uid>/tellers/", preparing.tellers, name="ballots_tellers"),
    path("<uuid:uid>/freeze/", preparing.freeze, name="ballots_freeze"),
    path("<uuid:uid>/draw/", drawing.draw, name="ballots_draw"),
    path("<uuid:uid>/slips/", drawing.slips, name="ballots_slips"),
    path("<uuid:uid>/teller/", telling.teller, name="ballots_teller"),
    path("<uuid:uid>/close/", counting.close, name="ballots_close"),
    path("<uuid:uid>/heads/", counting.heads, name="ballots_heads"),
    path("<uuid:uid>/paper/<int:question>/", counting.paper, name="ballots_paper"),
    path("<uuid:uid>/certify/", counting.certify, name="ballots_certify"),
    path("<uuid:uid>/void/", counting.void, name="ballots_void"),
    path("<uuid:uid>/certificate/", showing.certificate, name="ballots_certificate"),
]
