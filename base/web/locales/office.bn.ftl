### যাঁরা পুরো ব্যবস্থা দেখাশোনা করেন তাঁদের পাতা: ব্যবস্থার অবস্থা, কাজের খাতা।

menu-journal = কাজের খাতা
menu-health = ব্যবস্থার অবস্থা

## অবস্থা
health-unsealed = সবচেয়ে পুরোনো লাইন সিলের অপেক্ষায় (সেকেন্ড)
health-head = সিল করা লাইন
health-parked = যেসব লাইনের কাজ করা যায়নি
health-chain = শিকলের শেষ
health-chain-hint = সিল করা বন্দি তালিকায় সেই ঘণ্টার অবস্থান ও হ্যাশ লেখা থাকে: একই অবস্থানে হ্যাশ না মিললে পুরোনো লেখা বদলানো হয়েছে।
health-none = কোনো লাইন আটকে নেই
health-none-hint = খাতার সব লাইনের কাজ হয়েছে। কোথাও ব্যর্থ হলে লাইনটি এখানে দেখা যাবে।
health-reader = পাঠক
health-pos = অবস্থান
health-error = শেষ ত্রুটি
health-tries = চেষ্টা
health-when = শেষ চেষ্টা
health-trying = চেষ্টা চলছে
health-retry = আবার চেষ্টা করুন
health-retried = লাইনটির কাজ হয়েছে

## কাজের খাতা
journal-everybody = সবার কাজ
journal-filter = কী দেখবেন
journal-told = আপনি যে দেখছেন, সেটিও খাতায় লেখা হয়।
journal-day = দিন
journal-kind = ধরন
journal-kind-hint = লাইনের পাশে যেমন লেখা, যেমন person.read
journal-show = দেখুন
journal-lines = যা করা হয়েছে, নতুনটি আগে
journal-none = কিছু করা হয়নি
journal-none-hint = আপনার দেখার কারাগারগুলোতে ওই দিনে কেউ এটি করেননি।
journal-what = কী
journal-when = কখন
journal-who = কে
journal-where = কোথায়
journal-why = কেন
journal-pos = অবস্থান
journal-unsealed = এখনো সিল হয়নি

## যা করা হয়েছে
did-journal-read = কাজের খাতা পড়েছেন
did-journal-retried = আটকে থাকা লাইন আবার চেষ্টা করিয়েছেন
did-login = লগইন করেছেন
did-login-failed = লগইন ব্যর্থ হয়েছে
did-login-code = এককালীন কোড দিয়েছেন
did-login-code-failed = এককালীন কোড ভুল ছিল
did-login-recovery = উদ্ধার-কোড ব্যবহার করেছেন
did-logout = বেরিয়ে গেছেন
did-session-revoked = একটি লগইন শেষ করেছেন
did-password-changed = পাসওয়ার্ড বদলেছেন
did-password-reset = নতুন পাসওয়ার্ড দিয়েছেন
did-totp-offered = দুই ধাপের লগইন শুরু করেছেন
did-totp-enrolled = দুই ধাপের লগইন চালু করেছেন
did-totp-code-failed = দুই ধাপের লগইনের কোড ভুল ছিল
did-totp-removed = এককালীন কোড তুলে নিয়েছেন
did-user-created = ব্যবহারকারী যোগ করেছেন
did-user-changed = ব্যবহারকারীর তথ্য বদলেছেন
did-user-disabled = ব্যবহারকারী বন্ধ করেছেন
did-user-enabled = ব্যবহারকারী আবার চালু করেছেন
did-api-client-issued = একটি প্রোগ্রামকে চাবি দিয়েছেন
did-api-client-revoked = একটি প্রোগ্রামের চাবি তুলে নিয়েছেন
