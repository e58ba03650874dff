#!/bin/sh
# Uploads public/ to the bucket that is named: sh hosting/s3.sh BUCKET
set -eu
to="s3://${1:?name the bucket: sh hosting/s3.sh BUCKET}"

# First what pages need, then the pages, and only then is removed what no page needs any more.
for folder in assets cards pictures; do
    if [ -d "public/$folder" ]; then
        aws s3 sync "public/$folder/" "$to/$folder/" --cache-control "public, max-age=31536000, immutable"
    fi
done
aws s3 sync public/ "$to/" --cache-control no-cache \
    --exclude .sourcebook.json --exclude "assets/*" --exclude "cards/*" --exclude "pictures/*"

# Leave this out if the bucket holds other files.
aws s3 sync public/ "$to/" --delete --exclude .sourcebook.json
