"""Addresses of referrals."""

from django.urls import path

from .views import acting, approving, files, filling, guiding, lists, reading, supervising

app_name = "referral"
urlpatterns = [
    path("referrals/", lists.referrals, name="referrals"),
    path("referrals/<uuid:referral_id>/", reading.referral, name="referral"),
    path("referrals/<uuid:referral_id>/paper/", reading.paper, name="paper"),
    path("referrals/<uuid:referral_id>/return-paper/", reading.return_paper, name="return_paper"),
    path("referrals/<uuid:referral_id>/send/<slug:act>/", acting.send, name="send"),
    path("referrals/<uuid:referral_id>/answer/<slug:act>/", acting.answer, name="answer"),
    path("referrals/<uuid:referral_id>/home/<slug:act>/", acting.home, name="home"),
    path("referrals/<uuid:referral_id>/plan/<uuid:item_id>/", acting.plan_done, name="plan_done"),
    path("referrals/<uuid:referral_id>/files/", files.add, name="add_file"),
    path("referral-files/<uuid:file_id>/", files.read, name="file"),
    path("referral-files/<uuid:file_id>/remove/", files.remove, name="remove_file"),
    path("referral-rates/", supervising.rates, name="rates"),
    path("referral-warnings/<uuid:warning_id>/", supervising.warning, name="warning"),
    path("referral-cases/", supervising.cases, name="cases"),
    path("referral-cases/draw/", supervising.draw, name="draw"),
    path("referral-cases/<uuid:case_id>/", supervising.judge, name="judge"),
    path("referral-cases/<uuid:case_id>/correct/", supervising.correct, name="correct"),
    path("referral-network/", supervising.network, name="network"),
    path("tiered-care/", guiding.guide, name="guide"),
    path("referral-approvals/", approving.approvals, name="approvals"),
    path("referral-approvals/<uuid:referral_id>/", approving.approval, name="approval"),
    path("residents/<uuid:resident_id>/refer/", filling.refer, name="refer"),
    path("residents/<uuid:resident_id>/referrals/", reading.of_resident, name="of_resident"),
]
