# অন্য সংস্থার প্রোগ্রামের জন্য
err-api-length = ১ থেকে { $max } অক্ষর দিন।
err-api-key = Idempotency-Key শিরোনামে { $max } অক্ষরের মধ্যে নিজস্ব চাবি দিন।
err-api-key-used = এই চাবিতে আগে অন্য কিছু পাঠানো হয়েছে। নতুন চাবি দিন।
err-api-json-type = Content-Type হিসেবে application/json দিন।
err-api-json = JSON পড়া যায়নি: { $why }
err-api-text = { $max } অক্ষরের মধ্যে লিখুন; নিয়ন্ত্রণ-অক্ষর চলবে না।
err-api-name = নামে অন্তত একটি বাংলা বা ইংরেজি অক্ষর চাই।
err-api-sections = সর্বোচ্চ { $max }টি ধারা দিন, প্রতিটি ২০০ অক্ষরের মধ্যে।
err-api-prison = কারাগারের কোড দিন, যেমন DHK-C।
err-api-date = তারিখ এভাবে দিন: 2026-11-24।
err-api-day = দিনটি { $from } থেকে { $to } তারিখের মধ্যে হতে হবে।
