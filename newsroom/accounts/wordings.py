"""Messages of Django and allauth that we translate ourselves.

Both have Indonesian translations of their own, but those in locale/ win. They are listed here so that makemessages
keeps them.
"""

from django.utils.translation import gettext_noop as _

FIELDS = [
    _("Email"),
    _("Email address"),
    _("Enter a valid email address."),
    _("Authenticator secret"),
    _("You can store this secret and use it to reinstall your authenticator app at a later time."),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
]
PASSWORDS = [
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Please type your current password."),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Password Reset"),
    _("Reset My Password"),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise contact us "
        "if you do not receive it in a few minutes."
    ),
    _("Please contact us if you have any trouble resetting your password."),
    _("Bad Token"),
    _(
        "The password reset link was invalid, possibly because it has already been used.  Please request a "
        '<a href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    _("Password Reset Email"),
    _(
        "You're receiving this email because you or someone else has requested a password reset for your user "
        "account.\nIt can be safely ignored if you did not request a password reset. Click the link below to reset "
        "your password."
    ),
    _("Your password has been reset."),
    _("Change Password"),
]
TWO_FACTOR = [
    _("Authenticator App"),
    _("Activate Authenticator App"),
    _("Deactivate Authenticator App"),
    _("Security Keys"),
    _("Add Security Key"),
    _("Edit Security Key"),
    _("Remove Security Key"),
    _("Recovery Codes"),
]
ADDRESSES = [
    _("Verify Your Email Address"),
    _(
        "We have sent an email to you for verification. Follow the link provided to finalize the signup process. If "
        "you do not see the verification email in your main inbox, check your spam folder. Please contact us if you "
        "do not receive the verification email within a few minutes."
    ),
    _("Confirm Email Address"),
    _("Please Confirm Your Email Address"),
    _('Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for user %(user_display)s.'),
    _(
        "This email confirmation link expired or is invalid. Please "
        '<a href="%(email_url)s">issue a new email confirmation request</a>.'
    ),
    _("Confirmation email sent to %(email)s."),
    _("You have confirmed %(email)s."),
    _("Email Changed"),
    _("Your email has been changed from %(from_email)s to %(to_email)s."),
    _("This email address is already associated with this account."),
]
DESK = [
    _("Select %s to change"),
    _("Select %s to view"),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("No action selected."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("Change history: %s"),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    _("Changed {fields}."),
    _("Changed {fields} for {name} “{object}”."),
    _("No fields changed."),
    _("Select this object for an action - {}"),
    _("Select all objects on this page for an action"),
    _("Save and continue editing"),
    _("Breadcrumbs"),
    _("Any date"),
]
TWO_FACTOR = [
    _("Two-Factor Authentication"),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    _("Please reauthenticate to safeguard your account."),
    _("Confirm Access"),
]
