"""Addresses of the access room."""

from django.urls import path

from .views import account, signing_in, users

app_name = "access"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/language/", account.set_language, name="set_language"),
    path("account/authenticator/", account.authenticator, name="authenticator"),
    path("account/authenticator/begin/", account.begin_authenticator, name="begin_authenticator"),
    path("account/authenticator/confirm/", account.confirm_authenticator, name="confirm_authenticator"),
    path("account/authenticator/remove/", account.remove_authenticator, name="remove_authenticator"),
    path("account/tokens/", account.issue_token, name="issue_token"),
    path("account/tokens/<uuid:token_id>/revoke/", account.revoke_token, name="revoke_token"),
    path("users/", users.users, name="users"),
    path("users/export/", users.export_users, name="export_users"),
    path("users/new/", users.create_user, name="create_user"),
    path("users/<uuid:user_id>/", users.user, name="user"),
    path("users/<uuid:user_id>/disable/", users.disable_user, name="disable_user"),
    path("users/<uuid:user_id>/enable/", users.enable_user, name="enable_user"),
    path("users/<uuid:user_id>/password/", users.reset_password, name="reset_password"),
    path("users/<uuid:user_id>/posts/", users.grant_post, name="grant_post"),
    path("posts/", users.posts, name="posts"),
    path("posts/<uuid:post_id>/end/", users.end_post, name="end_post"),
]
