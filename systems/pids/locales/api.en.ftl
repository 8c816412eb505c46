# For other agencies’ programs
err-api-length = Give 1 to { $max } characters.
err-api-key = Give your own key of at most { $max } visible ASCII characters in the header Idempotency-Key.
err-api-key-used = This key was used for something else. Use a new key.
err-api-json-type = Send Content-Type application/json.
err-api-json = The JSON cannot be read: { $why }
err-api-text = At most { $max } characters, none of them a control character.
err-api-name = The name needs a letter of the Bangla or Latin script.
err-api-sections = At most { $max } sections of at most 200 characters each.
err-api-prison = Give the prison’s code, such as DHK-C.
err-api-date = Write the date as 2026-11-24.
err-api-day = The day must be from { $from } to { $to }.
