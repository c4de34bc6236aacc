"""Where tasks come from: functions that answer a query of all tasks their room's records make due."""

TASK_SOURCES = [
    "jiayi.service.agreements.due_tasks.renewal_notices",
    "jiayi.service.agreements.due_tasks.service_lists_to_tell",
    "jiayi.service.agreements.due_tasks.records_to_open",
    "jiayi.service.agreements.due_tasks.residents_to_sign",
    "jiayi.service.care.due_tasks.programme_visits",
    "jiayi.service.care.due_tasks.referral_returns",
    "jiayi.service.prescriptions.due_tasks.audits",
    "jiayi.service.prescriptions.due_tasks.refills",
    "jiayi.service.prescriptions.due_tasks.reviews",
    "jiayi.service.prescriptions.due_tasks.follow_ups",
    "jiayi.service.care.due_tasks.plan_reviews",
    "jiayi.service.fulfilment.due_tasks.promises_to_keep",
    "jiayi.insight.assurance.due_tasks.audit_corrections",
    "jiayi.service.referral.due_tasks.answers",
    "jiayi.service.referral.due_tasks.arrivals",
    "jiayi.service.referral.due_tasks.absences",
    "jiayi.service.referral.due_tasks.completions",
    "jiayi.service.referral.due_tasks.homecomings",
    "jiayi.service.referral.due_tasks.checks",
    "jiayi.service.referral.due_tasks.plans",
]
