"""Permissions of rulebook/posts.yaml that this room asks for."""

READ = "prescription_read"
WRITE = "prescription_write"
AUDIT = "prescription_audit"
DISPENSE = "prescription_dispense"
STOCK_READ = "stock_read"
STOCK_WRITE = "stock_write"
EXPORT = "export_rows"
TELL = "service_record"  # that somebody was told of the policy
REPORT = "prescription_dispense"  # reactions and what is found in a medicine box: whoever hands out medicine
FORMULARY = "formulary_write"
OPEN_SERVICE = "institution_write"
WRITE_RECORD = "record_write"  # a link to the form of a medication review
