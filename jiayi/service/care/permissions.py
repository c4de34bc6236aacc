"""Permissions of rulebook/posts.yaml that this room asks for."""

READ = "record_read"
REVIEW_PLAN = "plan_review"
WRITE = "record_write"
IMPORT = "record_import"  # historic records by workbook
READ_RESTRICTED = "restricted_record_read"
WRITE_RESTRICTED = "restricted_record_write"
EXPORT = "export_rows"
READ_CONSULTATIONS = "consultation_read"
CONSULT = "consultation_ask"
ANSWER = "consultation_answer"
PRESCRIBE = "prescription_write"  # a link to the form of an order
REFER = "referral_write"  # a link to the form of a referral
