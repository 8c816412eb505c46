### The pages of those who watch over the house: its health, its journal.

menu-journal = Journal
menu-health = Health of the system

## Health
health-unsealed = Seconds that the oldest line has waited for its seal
health-head = Sealed lines
health-parked = Lines that a reader could not handle
health-chain = End of the chain
health-chain-hint = A sealed roll names the position and the hash of its hour: if the chain has another hash at that position, the past was rewritten.
health-none = No line is parked
health-none-hint = Whatever the journal tells is handled. A line on which something fails will stand here.
health-reader = Reader
health-pos = Position
health-error = Last error
health-tries = Tries
health-when = Last tried
health-trying = still trying
health-retry = Try again
health-retried = The line has been handled

## The journal
journal-everybody = Everybody
journal-filter = What to show
journal-told = That you look is told to the journal too.
journal-day = Day
journal-kind = Kind
journal-kind-hint = As it stands under a line, such as person.read
journal-show = Show
journal-lines = What was done, newest first
journal-none = Nothing was done
journal-none-hint = Nobody did this on that day in the prisons that you watch over.
journal-what = What
journal-when = When
journal-who = Who
journal-where = Where
journal-why = Why
journal-pos = Position
journal-unsealed = not sealed yet

## What was done
did-journal-read = Read the journal
did-journal-retried = Had a parked line tried again
did-login = Logged in
did-login-failed = A login failed
did-login-code = Gave a one-time code
did-login-code-failed = A one-time code was wrong
did-login-recovery = Used a recovery code
did-logout = Logged out
did-session-revoked = Ended a login
did-password-changed = Changed the password
did-password-reset = Gave a new password
did-totp-offered = Began two-step login
did-totp-enrolled = Turned two-step login on
did-totp-code-failed = A code for two-step login was wrong
did-totp-removed = Took one-time codes away
did-user-created = Made a user
did-user-changed = Changed a user
did-user-disabled = Closed a user
did-user-enabled = Opened a user again
did-api-client-issued = Gave a program its key
did-api-client-revoked = Took a program's key away
