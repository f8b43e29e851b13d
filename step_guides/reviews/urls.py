from django.urls import path

from step_guides.reviews.views import answering, deciding, drafting, pairing, passing_on, peers, reading, reading_links

app_name = "reviews"
urlpatterns = [
    path("", passing_on.queue, name="queue"),
    path("charge/", passing_on.load, name="workload"),
    path("versions/<uuid:submission>/", reading.detail, name="detail"),
    path("versions/<uuid:submission>/ouvrir/", drafting.claim, name="claim"),
    path("versions/<uuid:submission>/reprendre/", passing_on.take_over, name="take_over"),
    path("versions/<uuid:submission>/confier/", passing_on.hand_over, name="hand_over"),
    path("versions/<uuid:submission>/inviter/", pairing.invite, name="invite"),
    path("versions/<uuid:submission>/accord/", pairing.agree, name="agree"),
    path("versions/<uuid:submission>/quitter/", pairing.leave, name="leave"),
    path("versions/<uuid:submission>/grille/", drafting.scores, name="scores"),
    path("versions/<uuid:submission>/lettre/", drafting.letter, name="letter"),
    path("versions/<uuid:submission>/remarques/", drafting.comment, name="comment"),
    path("versions/<uuid:submission>/note/", drafting.note, name="note"),
    path("versions/<uuid:submission>/rouvrir/", deciding.reopen, name="reopen"),
    path("versions/<uuid:submission>/<slug:decision>/confirmer/", deciding.confirm, name="confirm"),
    path("remarques/<int:comment>/modifier/", drafting.edit_comment, name="edit_comment"),
    path("remarques/<int:comment>/retirer/", drafting.delete_comment, name="delete_comment"),
    path("reponses/<uuid:submission>/", reading.answer, name="answer"),
    path("fils/<uuid:thread>/", reading.thread, name="thread"),
    path("fils/<uuid:thread>/repondre/", answering.reply, name="reply"),
    path("fils/<uuid:thread>/etat/", answering.settle, name="settle"),
    path("aide/<uuid:worksheet>/", answering.ask, name="ask"),
    path("pairs/", peers.mine, name="peers"),
    path("pairs/promotions/<uuid:cohort>/", peers.rounds, name="peer_rounds"),
    path("pairs/tours/<uuid:peer_round>/annuler/", peers.cancel, name="cancel_round"),
    path("pairs/tours/<uuid:peer_round>/retrait/", peers.withdraw, name="withdraw_from_round"),
    path("pairs/<uuid:reading>/", peers.reading, name="peer_reading"),
    path("pairs/<uuid:reading>/utile/", peers.useful, name="judge_opinion"),
    path("liens/<uuid:worksheet>/", reading_links.links, name="reading_links"),
    path("liens/<uuid:link>/retirer/", reading_links.withdraw, name="withdraw_link"),
    path("parties-prenantes/<uuid:comment>/", reading_links.heard, name="heard"),
]
