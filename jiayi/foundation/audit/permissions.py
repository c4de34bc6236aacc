"""The permission of rulebook/permissions.yaml that this room asks for."""

AUDIT_READ = "audit_read"
