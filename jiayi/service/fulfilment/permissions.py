"""Permissions of rulebook/posts.yaml that this room asks for."""

READ = "fulfilment_read"
RECORD = "service_record"
EXPORT = "export_rows"
