"""The permissions of rulebook/permissions.yaml that this room asks for; two administrators hold one each."""

ACCOUNT_MANAGE = "account_manage"
POST_GRANT = "post_grant"
