"""The permissions of rulebook/posts.yaml that this room asks for."""

READ = "task_read"
ACTING = ("agreement_sign", "agreement_assist")  # who does what the list asks for
EXPORT = "export_rows"
