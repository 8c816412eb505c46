### The pages of those who watch over the house: its health, its journal, the programs that it lets in.

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
err-journal-kind = A kind has at most { $max } letters, such as person.read. Write it shorter.
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

## Programs of other agencies
menu-apiclients = Programs
apiclient-new = New program
apiclient-count = { $n ->
    [one] 1 program
   *[other] { $n } programs
 }
apiclient-none = No program holds a token
apiclient-none-hint = A court, the police or a hospital can ask and announce through the API once its program has a token.
apiclient-name = Agency and program
apiclient-name-hint = As it will stand in the journal; it cannot be changed later
apiclient-purpose = Whom it serves, and why
apiclient-purpose-hint = For example: the court’s list of who is held on its warrants, letter 112/26
apiclient-scope = Whose prisoners
apiclient-actions = What it may do
apiclient-fields = What it sees
apiclient-fields-note = It sees what is ticked, and nothing else
apiclient-sees = { $what } ({ $n ->
    [one] 1 field
   *[other] { $n } fields
 })
apiclient-made = Issued
apiclient-used = Last used
apiclient-never-used = Never
apiclient-last-day = Last day
apiclient-state = State
apiclient-active = In force
apiclient-ends-soon = Ends soon
apiclient-expired = Over
apiclient-revoked = Revoked
apiclient-story = Its token
apiclient-token-since = Present token since
apiclient-revoked-at = Revoked
apiclient-reason = Reason
apiclient-grant = What is granted
apiclient-grant-now = A change holds at once, with the token that is out.
apiclient-issue = Issue a token
apiclient-token = Token
apiclient-token-once = This is shown once and never again: only a fingerprint of it is kept. Hand it over on a safe way; whoever has it sees what is granted. If it is lost, issue a new one.
apiclient-token-how = The program sends it with every request, in the header Authorization after the word Bearer.
apiclient-renew = Issue a new token
apiclient-renew-hint = When it was lost, has leaked or is over. The old one ends at once.
apiclient-renew-ask = The present token stops working at once, and the program with it until it has the new one. Go on?
apiclient-revoke = Revoke
apiclient-revoke-hint = For good: a program that is let in again gets a new name.
apiclient-revoke-ask = The program is shut out at once and for good. Go on?
apiclient-revoked-now = The token was revoked
apiclient-may-api-people-read = Look for people and read their particulars
apiclient-may-api-custody-read = Read who is held, where and on what warrant
apiclient-may-api-movements-read = Read movements
apiclient-may-api-estate-read = Read prisons and wards
apiclient-may-api-arrivals-write = Announce arrivals
apiclient-offer-api-people-read = People
apiclient-offer-api-custody-read = Custody
apiclient-offer-api-movements-read = Movements
apiclient-offer-api-estate-read = Prisons and wards
apiclient-offer-api-arrivals-write = Announcing arrivals
err-client-field-alone = These fields belong to something that the program may not do. Tick it above, or untick the fields.

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
did-api-client-issued = Gave a program its token
did-api-client-changed = Changed what a program may see
did-api-client-renewed = Gave a program a new token in place of the old one
did-api-client-revoked = Took a program's token away
