## Photos and papers
err-image-type = The photo must be JPEG, PNG or WebP.
err-image-broken = The photo cannot be read. Take it again or give another file.
err-image-pixels = The photo is too large; at most { $max } megapixels.
err-file-type = The paper must be a PDF.
err-file-large = The file is too large; the limit is { $mib } megabytes.
err-blobs-down = The store of photos and papers cannot be reached.
err-blobs-place = { $place } is neither a folder nor s3://BUCKET/PREFIX.
err-blobs-s3 = The settings of the store of photos and papers are not right.
