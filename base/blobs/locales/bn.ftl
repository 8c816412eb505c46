## ছবি ও কাগজ
err-image-type = ছবিটি JPEG, PNG বা WebP হতে হবে।
err-image-broken = ছবিটি পড়া যায়নি। আবার তুলুন বা অন্য ফাইল দিন।
err-image-pixels = ছবিটি বেশি বড়; সর্বোচ্চ { $max } মেগাপিক্সেল।
err-file-type = কাগজটি PDF হতে হবে।
err-file-large = ফাইলটি বেশি বড়; সীমা { $mib } মেগাবাইট।
err-blobs-down = ছবি ও কাগজের ভাণ্ডারে পৌঁছানো যাচ্ছে না।
err-blobs-place = { $place } কোনো ফোল্ডার বা s3://BUCKET/PREFIX নয়।
err-blobs-s3 = ছবি ও কাগজের ভাণ্ডারের সেটিং ঠিক নয়।
