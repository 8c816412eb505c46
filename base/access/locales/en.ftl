### Words of logins, users and permissions.

## Logging in
err-login-wrong = Login or password do not match. Check both; if you have forgotten them, ask the superintendent or the administrator for a new password.
err-login-throttled = There were wrong attempts in a row. Try again in { $seconds } seconds.
err-login-busy = Many people are logging in at this moment. Try again shortly.
err-login-code = Enter the six-digit code from your phone.
err-login-code-given = The code was already given for this login.
err-login-code-wrong = The code does not match or was used before. Wait for your phone to show a new one and enter that.
err-login-new-password = First choose a new password of your own.

## Passwords
err-password-short = A password needs at least { $min } letters. A few words in a row are easy to remember.
err-password-long = The password is larger than { $max } bytes. Choose a shorter one.
err-password-login = The password may not contain your login. Choose something else.
err-password-common = This password is easily guessed. Choose something that only you know.
err-password-old = Your present password does not match. Enter it again.
err-password-same = The new password is the same as the old one. Choose another.

## Login in two steps
err-totp-no-offer = Open a new QR code first, then enter the code from your phone.
err-totp-current = The code does not match the one in force. Enter a new code from the present phone, or a recovery code.
err-totp-wrong = The code does not match. Check the time on your phone and enter a new code.

## Users
err-user-login = A login has 3 to 32 characters: small Latin letters, digits, dot, dash or underscore.
err-user-name = Enter a name of at most { $max } letters.
err-user-exists = Somebody else has this login. Choose another.
err-user-self = You cannot make this change to your own account. Ask another officer.
err-user-scope-prison = This role works in one prison. Choose that prison as the place.
err-user-scope-division = This role answers for one division. Choose that division as the place.
err-user-scope-all = This role reaches every prison. Choose all prisons as the place.
err-user-role = Nobody logs in with this role. Choose another.
err-role = There is no role named { $name }. Choose one from the list.
err-action = There is no action named { $name }. Choose one from the list.
err-data-class = There is no class of data named { $name }. Choose one from the list.

## Programs of other agencies
err-client-actions = Choose at least one action, from those of the API only.
err-client-fields = At most { $max } fields can be given. Keep those that are needed.
err-client-expires = The last day must lie in the future.
err-client-expires-far = A token lasts at most two years. Choose an earlier day; a new token can be issued then.
err-client-purpose = Say in at most { $max } letters whom the program serves and why it is let in.
err-client-reason = Say in at most { $max } letters why the token is taken away.
err-client-revoked = This token was revoked for good. Issue a token under a new name if the program is to be let in again.
err-client-exists = There is a program of this name already. Choose another.

## Roles
role-gate_clerk = Gate clerk
role-admission_clerk = Admission clerk
role-deputy_jailer = Deputy jailer
role-jailer = Jailer
role-superintendent = Superintendent
role-medical_officer = Medical officer
role-divisional_dig = Divisional DIG
role-headquarters = Headquarters
role-inspector = Inspector
role-administrator = Administrator
role-api_client = Program of another agency
role-system = The system itself

## Classes of data
class-ordinary = Ordinary
class-sensitive = Sensitive
class-medical = Medical
class-complaint = Complaint
class-security = Security
