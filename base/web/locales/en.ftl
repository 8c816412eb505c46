### The frame, the components and the errors. Every key stands in both files.

## The frame
brand = Alorpoth
brand-first = Alor
brand-second = poth
brand-full = Alorpoth — prison management
skip-to-main = Skip to the main part
menu = Menu
search = Search
search-hint = Name, number, NID, case — in any spelling
lang-switch = বাংলা
lang-switch-full = পাতাটি বাংলায় পড়ুন
theme = Brightness
theme-auto = As the device
theme-light = Light
theme-dark = Dark
logout = Log out
my-sessions = My logins
my-password = Change password
my-totp = Two-step login
live = Live
home = Front page
close = Close
menu-users = Users
group-admin = Administration

## Printing
print-by = Printed by { $who }
print-at = { $when }
print-directorate = Prisons Directorate, Bangladesh

## Time and age
ago-now = just now
ago-minutes = { $n ->
    [one] 1 minute ago
   *[other] { $n } minutes ago
 }
ago-hours = { $n ->
    [one] 1 hour ago
   *[other] { $n } hours ago
 }
ago-days = { $n ->
    [one] 1 day ago
   *[other] { $n } days ago
 }
age = { $n ->
    [one] 1 year
   *[other] { $n } years
 }
age-estimated = { $n ->
    [one] 1 year (estimated)
   *[other] { $n } years (estimated)
 }
clock-minutes = { $large } min { $small } s
clock-hours = { $large } h { $small } min

## Forms
save = Save
cancel = Cancel
back = Back
yes = Yes
no = No
none = None
choose = Choose
optional = optional
birth-hint = Date or age: 12/03/1998 or 24
date-hint = Day/month/year, such as 24/11/2026
form-errors = { $n ->
    [one] 1 field needs mending
   *[other] { $n } fields need mending
 }
saving = Saving…
saved = Saved
save-failed = Not saved; trying again
autosave = Every field saves itself
camera-open = Use the camera
camera-take = Take the photo
camera-none = No camera was found; give the photo as a file
file-choose = Choose a file
picker-none = Nothing matches
picker-hint = Type a few letters, then choose from the list
bodymap-front = Front
bodymap-back = Back
bodymap-hint = Click where it is on the body; or move with the arrow keys and place with Enter
bodymap-clear = Remove marks

## Lists
pager = Pages
pager-prev = Previous page
pager-next = Next page
why = Why?
why-for = For
why-against = Against
decides-human = A person decides
step-done = done
step-now = under way
step-ahead = ahead

## Error pages
failure-status = Error { $status }
failure-request = Request number
failure-home = Go to the front page
failure-again = Try again
hint-not-found = Look at the address once more, or start from the search.
hint-denied = This is outside your duties. Tell the administrator if you need it.
hint-conflict = Open the page again and repeat it.
hint-invalid = Go back, mend it and send it again.
hint-later = Try again in a little while. What you typed is not lost.
hint-ours = The mistake is ours, not yours. With the number below its cause can be found.

## Errors: general
err-not-found = What you are looking for is not here.
err-denied = You may not do this.
err-unauthenticated = Log in first.
err-invalid = Some fields are not right.
err-required = Fill in this field.
err-choice = Choose one from the list.
err-corrupt = The stored data contradict themselves.
err-bug = The program made a mistake.
err-stale = Somebody changed this after you opened it. Open the page again.
err-exists = There already is one like this.
err-constraint = This does not fit with other data.
err-method = Nothing can be sent to this address in this way.
err-form = The form could not be read. Send it again.
err-form-fields = At most { $max } fields can be sent at once.
err-body-large = The file or text is too large; the limit is { $mib } megabytes.
err-body = What was sent could not be read.
err-query = The end of the address could not be read.
err-csrf = This page has grown old. Open it again and resend.
err-cursor = The mark of the page could not be read. Start from the beginning of the list.
err-page-rows = Between 1 and { $max } rows can be asked for.
err-live-full = No place is free to watch live just now; refresh the page by hand.
err-topic-long = The topic's name is too long.
err-timeout = The answer takes too long. Try again in a little while.

## Errors: what was typed
err-phone = A mobile number has 11 digits and starts with 013 to 019. Check the number.
err-nid-digits = An NID has digits only.
err-nid-length = There are { $count } digits; there should be 10, 13 or 17. Check the card.
err-birth = Give a date of birth (12/03/1998) or an age (24).
err-birth-range = A date of birth cannot be after today or more than 120 years ago.
err-age = An age can be at most { $max } years.
err-date = The date could not be read. Type day/month/year, such as 24/11/2026.
err-time = The time could not be read.
err-taka = The amount could not be read. Type it like 1,250 or 1250.50.
err-taka-overflow = The amount is too large.

## Errors: the database
err-busy = Much is going on just now. Try again in a little while.
err-retry = Another piece of work got in the way. Try again.
err-db-down = The database cannot be reached.
err-db-missing = The database's file is not there: { $path }
err-db-open = The database cannot be opened.
err-db-refused = The database did not let this program in: the user, the password or the name in its address is wrong.
err-db-tls = No secure connection to the database can be made.
err-db-url = The database's address is not right: { $url }
err-db-migrate = The database could not be brought up to date for { $part }.
err-commit-unknown = It is not certain whether this was saved. Look at the page before you send it again.
err-rows-limit = There are more than { $max } rows; narrow the conditions.
err-backup-postgres = Use PostgreSQL's own tools for a copy.

## The API
api-title = API reference
api-intro = Programs of other agencies ask and send at these addresses, each within what was granted to it.
api-document = OpenAPI document
api-none = There are no addresses yet
api-field = Field
api-place = In
api-kind = Type
api-about = About
api-needed = required
