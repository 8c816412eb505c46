### কাঠামো, উপাদান ও ত্রুটির কথা। প্রতিটি কথা bn ও en দুই ফাইলেই থাকে।

## পাতার কাঠামো
brand = আলোর পথ
brand-first = আলোর{" "}
brand-second = পথ
brand-full = আলোর পথ — কারা ব্যবস্থাপনা
skip-to-main = মূল অংশে যান
menu = মেনু
search = অনুসন্ধান
search-hint = নাম, নম্বর, এনআইডি, মামলা — যেকোনো বানানে
lang-switch = EN
lang-switch-full = Read this page in English
theme = উজ্জ্বলতা
theme-auto = যন্ত্রের মতো
theme-light = আলো
theme-dark = আঁধার
logout = বেরিয়ে যান
my-sessions = আমার লগইনগুলো
my-password = পাসওয়ার্ড বদলান
my-totp = দুই ধাপের লগইন
live = সরাসরি
home = প্রথম পাতা
close = বন্ধ করুন
menu-users = ব্যবহারকারী
group-admin = পরিচালনা

## প্রিন্ট
print-by = প্রিন্ট করেছেন { $who }
print-at = { $when }
print-directorate = কারা অধিদপ্তর, বাংলাদেশ

## সময় ও বয়স
ago-now = এইমাত্র
ago-minutes = { $n } মিনিট আগে
ago-hours = { $n } ঘণ্টা আগে
ago-days = { $n } দিন আগে
age = { $n } বছর
age-estimated = { $n } বছর (আনুমানিক)
clock-minutes = { $large } মি. { $small } সে.
clock-hours = { $large } ঘ. { $small } মি.

## ফর্ম
save = সংরক্ষণ করুন
cancel = বাতিল
back = পেছনে
yes = হ্যাঁ
no = না
none = নেই
choose = বেছে নিন
optional = ঐচ্ছিক
birth-hint = তারিখ বা বয়স: ১২/০৩/১৯৯৮ অথবা ২৪
date-hint = দিন/মাস/বছর, যেমন ২৪/১১/২০২৬
form-errors = { $n }টি ঘর ঠিক করতে হবে
saving = সংরক্ষণ হচ্ছে…
saved = সংরক্ষিত
save-failed = সংরক্ষণ হয়নি; আবার চেষ্টা চলছে
autosave = সব ঘর নিজে থেকে সংরক্ষিত হয়
camera-open = ক্যামেরায় তুলুন
camera-take = ছবি তুলুন
camera-none = ক্যামেরা পাওয়া যায়নি; ফাইল থেকে ছবি দিন
file-choose = ফাইল বেছে নিন
picker-none = কিছু মেলেনি
picker-hint = কয়েকটি অক্ষর লিখুন, তালিকা থেকে বেছে নিন
bodymap-front = সামনে
bodymap-back = পেছনে
bodymap-hint = শরীরের যে জায়গায়, সেখানে ক্লিক করুন; তীর চিহ্নে সরান, Enter-এ বসান
bodymap-clear = দাগ মুছুন

## তালিকা
pager = পাতা
pager-prev = আগের পাতা
pager-next = পরের পাতা
why = কেন?
why-for = পক্ষে
why-against = বিপক্ষে
decides-human = মানুষ সিদ্ধান্ত নেন
step-done = শেষ
step-now = চলছে
step-ahead = বাকি

## ত্রুটির পাতা
failure-status = ত্রুটি { $status }
failure-request = অনুরোধের নম্বর
failure-home = প্রথম পাতায় যান
failure-again = আবার চেষ্টা করুন
hint-not-found = ঠিকানাটি আরেকবার দেখুন, অথবা অনুসন্ধান থেকে শুরু করুন।
hint-denied = কাজটি আপনার দায়িত্বের বাইরে। দরকার হলে প্রশাসককে জানান।
hint-conflict = পাতাটি নতুন করে খুলে আবার করুন।
hint-invalid = পেছনে গিয়ে ঠিক করে আবার পাঠান।
hint-later = একটু পরে আবার চেষ্টা করুন। যা লিখেছেন তা মুছে যায়নি।
hint-ours = ভুলটি আমাদের, আপনার নয়। নিচের নম্বরটি জানালে কারণ খুঁজে পাওয়া যাবে।

## ত্রুটি: সাধারণ
err-not-found = যা খুঁজছেন তা এখানে নেই।
err-denied = এই কাজের অনুমতি আপনার নেই।
err-unauthenticated = আগে লগইন করুন।
err-invalid = কিছু ঘর ঠিক নেই।
err-required = এই ঘরটি পূরণ করুন।
err-choice = তালিকা থেকে একটি বেছে নিন।
err-corrupt = সংরক্ষিত তথ্যে অসঙ্গতি ধরা পড়েছে।
err-bug = প্রোগ্রামে একটি ভুল হয়েছে।
err-stale = আপনি দেখার পর অন্য কেউ এটি বদলেছেন। পাতাটি নতুন করে খুলুন।
err-exists = এমন একটি আগে থেকেই আছে।
err-constraint = অন্য তথ্যের সঙ্গে এটি মেলে না।
err-method = এই ঠিকানায় এভাবে কিছু পাঠানো যায় না।
err-form = ফর্মটি পড়া যায়নি। আবার পাঠান।
err-form-fields = একবারে সর্বোচ্চ { $max }টি ঘর পাঠানো যায়।
err-body-large = ফাইল বা লেখা বেশি বড়; সীমা { $mib } মেগাবাইট।
err-body = পাঠানো তথ্য পড়া যায়নি।
err-query = ঠিকানার শেষ অংশটি পড়া যায়নি।
err-csrf = পাতাটি পুরোনো হয়ে গেছে। নতুন করে খুলে আবার পাঠান।
err-cursor = পাতার চিহ্নটি পড়া যায়নি। তালিকার শুরু থেকে দেখুন।
err-page-rows = এক পাতায় ১ থেকে { $max }টি সারি চাওয়া যায়।
err-live-full = এই মুহূর্তে সরাসরি দেখার জায়গা খালি নেই; পাতাটি হাতে নতুন করুন।
err-topic-long = বিষয়ের নামটি বেশি লম্বা।
err-timeout = উত্তর দিতে বেশি সময় লাগছে। একটু পরে আবার চেষ্টা করুন।

## ত্রুটি: ঘরের লেখা
err-phone = মোবাইল নম্বর ১১ অঙ্কের, ০১৩ থেকে ০১৯ দিয়ে শুরু। নম্বরটি আবার দেখুন।
err-nid-digits = এনআইডিতে শুধু অঙ্ক থাকে।
err-nid-length = { $count } অঙ্ক আছে; ১০, ১৩ বা ১৭ হওয়ার কথা। কার্ডটি আবার দেখুন।
err-birth = জন্ম তারিখ (১২/০৩/১৯৯৮) বা বয়স (২৪) লিখুন।
err-birth-range = জন্ম তারিখ আজকের পরে বা ১২০ বছরের আগে হতে পারে না।
err-age = বয়স সর্বোচ্চ { $max } বছর হতে পারে।
err-date = তারিখটি পড়া যায়নি। দিন/মাস/বছর লিখুন, যেমন ২৪/১১/২০২৬।
err-time = সময়টি পড়া যায়নি।
err-taka = টাকার অঙ্কটি পড়া যায়নি। যেমন ১,২৫০ বা ১২৫০.৫০ লিখুন।
err-taka-overflow = টাকার অঙ্কটি বেশি বড়।

## ত্রুটি: ডেটাবেজ
err-busy = এই মুহূর্তে অনেক কাজ চলছে। একটু পরে আবার চেষ্টা করুন।
err-retry = অন্য একটি কাজের সঙ্গে ধাক্কা লেগেছে। আবার চেষ্টা করুন।
err-db-down = ডেটাবেজে পৌঁছানো যাচ্ছে না।
err-db-missing = ডেটাবেজের ফাইলটি নেই: { $path }
err-db-open = ডেটাবেজ খোলা যাচ্ছে না।
err-db-tls = ডেটাবেজের সঙ্গে নিরাপদ সংযোগ করা যাচ্ছে না।
err-db-url = ডেটাবেজের ঠিকানাটি ঠিক নয়: { $url }
err-db-migrate = { $part } অংশের ডেটাবেজ হালনাগাদ হয়নি।
err-commit-unknown = সংরক্ষণ হয়েছে কি না নিশ্চিত নয়। আবার পাঠানোর আগে পাতাটি খুলে দেখুন।
err-rows-limit = ফলাফল { $max } সারির বেশি; শর্ত আরও নির্দিষ্ট করুন।
err-backup-postgres = PostgreSQL-এর নিজস্ব উপায়ে অনুলিপি নিন।

## এপিআই
api-title = এপিআই নির্দেশিকা
api-intro = অন্য সংস্থার প্রোগ্রাম এই ঠিকানাগুলোতে, নিজের অনুমতির মধ্যে, তথ্য চাইতে ও পাঠাতে পারে।
api-document = OpenAPI নথি
api-none = এখনো কোনো ঠিকানা নেই
api-field = ঘর
api-place = কোথায়
api-kind = ধরন
api-about = বিবরণ
api-needed = আবশ্যক
