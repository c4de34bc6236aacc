"""The permissions of rulebook/posts.yaml that this room asks for."""

READ = "task_read"
ASSIGN = "task_assign"
READ_RESTRICTED = "restricted_record_read"
ACTING = ("agreement_sign", "agreement_assist")  # who does what the list asks for
EXPORT = "export_rows"
