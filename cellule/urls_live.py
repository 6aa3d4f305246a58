"""A session under way: the screen of the room, the seats, the pages that ask what moved."""

from django.urls import path

from cellule.views import bench, conflicts, projector, seat_pages

live_patterns = [
    path("seances/<uuid:pk>/projection/", projector.session_projector, name="session_projector"),
    path(
        "seances/<uuid:pk>/projection/fiche/", projector.session_projector_fragment, name="session_projector_fragment"
    ),
    path("seances/<uuid:pk>/en-seance/<uuid:item>/etat/", bench.bench_now, name="bench_now"),
    path("seances/<uuid:pk>/maintenant/", seat_pages.seat_now, name="seat_now"),
    path("seances/<uuid:pk>/situations/<uuid:item>/", seat_pages.seat_item, name="seat_item"),
    path("seances/<uuid:pk>/situations/<uuid:item>/avis/", seat_pages.opinion_give, name="opinion_give"),
    path("seances/<uuid:pk>/situations/<uuid:item>/eclairage/", seat_pages.advice_give, name="advice_give"),
    path("seances/<uuid:pk>/situations/<uuid:item>/retrait/", conflicts.conflict_declare, name="conflict_declare"),
    path("seances/<uuid:pk>/retraits/<uuid:withdrawal>/lever/", conflicts.conflict_lift, name="conflict_lift"),
]
