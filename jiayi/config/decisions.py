"""The modules that register decisions; the registry imports them when a decision is first asked for."""

DECISIONS = [
    "jiayi.registry.people.decisions",
    "jiayi.registry.organization.decisions",
    "jiayi.service.agreements.decisions",
    "jiayi.service.insurance.decisions",
    "jiayi.service.care.decisions",
    "jiayi.service.referral.decisions",
    "jiayi.insight.indicators.decisions",
    "jiayi.insight.performance.decisions",
    "jiayi.community.communities.decisions",
]
