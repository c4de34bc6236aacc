"""Addresses of the residents' pages, below /my/."""

from django.urls import path

from .views import agreements, home, signing_in

app_name = "portal"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.code, name="code"),
    path("sign-in/who/", signing_in.who, name="who"),
    path("paper/<str:verification_code>/", signing_in.by_paper, name="by_paper"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("act-for/", signing_in.act_for, name="act_for"),
    path("text-size/", signing_in.text_size, name="text_size"),
    path("agreements/", agreements.agreements_page, name="agreements"),
    path("agreements/<uuid:agreement_id>/paper/", agreements.paper, name="paper"),
    path("agreements/<uuid:agreement_id>/object/", agreements.objects, name="object"),
    path("agreements/<uuid:agreement_id>/renew/", agreements.renew, name="renew"),
    path("sign/<uuid:paper_id>/", agreements.sign, name="sign"),
    path("sign/<uuid:paper_id>/code/", agreements.send_code, name="send_code"),
    path("", home.home, name="home"),
]
