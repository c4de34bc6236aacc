from django.apps import AppConfig


class ReferralConfig(AppConfig):
    name = "jiayi.service.referral"
    label = "referral"
    verbose_name = "转诊"
