### যাঁরা পুরো ব্যবস্থা দেখাশোনা করেন তাঁদের পাতা: ব্যবস্থার অবস্থা, কাজের খাতা, অন্য প্রোগ্রাম।

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
err-journal-kind = ধরন সর্বোচ্চ { $max } অক্ষরের, যেমন person.read। ছোট করে লিখুন।
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

## অন্য সংস্থার প্রোগ্রাম
menu-apiclients = অন্য প্রোগ্রাম
apiclient-new = নতুন প্রোগ্রাম
apiclient-count = { $n ->
    [one] ১টি প্রোগ্রাম
   *[other] { $n }টি প্রোগ্রাম
 }
apiclient-none = কোনো প্রোগ্রামের চাবি নেই
apiclient-none-hint = আদালত, পুলিশ বা হাসপাতালের প্রোগ্রাম চাবি পেলে এপিআই দিয়ে জানতে ও জানাতে পারে।
apiclient-name = সংস্থা ও প্রোগ্রাম
apiclient-name-hint = কাজের খাতায় যেমন লেখা থাকবে; পরে বদলানো যায় না
apiclient-purpose = কার কাজে, কেন
apiclient-purpose-hint = যেমন: আদালতের পরোয়ানায় কারা আটক তার তালিকা, স্মারক ১১২/২৬
apiclient-scope = কোথাকার বন্দি
apiclient-actions = কী করতে পারে
apiclient-fields = কী দেখে
apiclient-fields-note = যা টিক দেওয়া, কেবল তা-ই দেখে
apiclient-sees = { $what } ({ $n ->
    [one] ১টি ঘর
   *[other] { $n }টি ঘর
 })
apiclient-made = দেওয়া হয়েছে
apiclient-used = শেষ ব্যবহার
apiclient-never-used = কখনো নয়
apiclient-last-day = শেষ দিন
apiclient-state = অবস্থা
apiclient-active = চালু
apiclient-ends-soon = শিগগিরই শেষ
apiclient-expired = মেয়াদ শেষ
apiclient-revoked = তুলে নেওয়া
apiclient-story = এর চাবি
apiclient-token-since = এখনকার চাবি কবে থেকে
apiclient-revoked-at = তুলে নেওয়া হয়েছে
apiclient-reason = কারণ
apiclient-grant = কী দেওয়া হলো
apiclient-grant-now = বদলালে সঙ্গে সঙ্গে কার্যকর হয়, চাবি একই থাকে।
apiclient-issue = চাবি দিন
apiclient-token = চাবি
apiclient-token-once = এটি একবারই দেখানো হয়, আর কখনো নয়: কেবল এর ছাপ রাখা হয়। নিরাপদে হাতে দিন; যার কাছে এটি থাকে সে সব অনুমোদিত তথ্য দেখে। হারালে নতুন চাবি দিন।
apiclient-token-how = প্রোগ্রাম প্রতিটি অনুরোধে Authorization শিরোনামে Bearer শব্দের পরে এটি পাঠায়।
apiclient-renew = নতুন চাবি দিন
apiclient-renew-hint = হারালে, ফাঁস হলে বা মেয়াদ শেষ হলে। পুরোনো চাবি সঙ্গে সঙ্গে শেষ হয়।
apiclient-renew-ask = এখনকার চাবি এখনই বন্ধ হবে, নতুনটি না পাওয়া পর্যন্ত প্রোগ্রামও। চালিয়ে যাবেন?
apiclient-revoke = তুলে নিন
apiclient-revoke-hint = চিরতরে: আবার ঢুকতে দিলে প্রোগ্রামটি নতুন নাম পায়।
apiclient-revoke-ask = প্রোগ্রামটি এখনই এবং চিরতরে বাইরে থাকবে। চালিয়ে যাবেন?
apiclient-revoked-now = চাবি তুলে নেওয়া হয়েছে
apiclient-may-api-people-read = মানুষ খোঁজা ও তাঁদের তথ্য পড়া
apiclient-may-api-custody-read = কে কোথায় কোন পরোয়ানায় আটক তা পড়া
apiclient-may-api-movements-read = চলাচল পড়া
apiclient-may-api-estate-read = কারাগার ও ওয়ার্ড পড়া
apiclient-may-api-arrivals-write = আমদানি জানানো
apiclient-offer-api-people-read = মানুষ
apiclient-offer-api-custody-read = আটক
apiclient-offer-api-movements-read = চলাচল
apiclient-offer-api-estate-read = কারাগার ও ওয়ার্ড
apiclient-offer-api-arrivals-write = আমদানি জানানো
err-client-field-alone = এই ঘরগুলো এমন কাজের, যা প্রোগ্রামটি করতে পারে না। উপরে কাজটি টিক দিন, নয়তো ঘরগুলোর টিক তুলুন।

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
did-api-client-changed = একটি প্রোগ্রাম কী দেখবে তা বদলেছেন
did-api-client-renewed = একটি প্রোগ্রামকে পুরোনো চাবির বদলে নতুন চাবি দিয়েছেন
did-api-client-revoked = একটি প্রোগ্রামের চাবি তুলে নিয়েছেন
