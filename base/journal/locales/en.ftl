### Words of the journal's errors.

err-journal-body = No more than { $max } bytes can be written at once. Attach files apart.
err-journal-text = A text is larger than { $max } bytes. Write less.
err-journal-waits = The journal cannot be sealed while something else is still at work in the database. Try again shortly.
err-text-nul = The text holds an invisible character that cannot be kept. Delete it and write again.
