#!/bin/sh
# Print .env.example with a random value for everything secret: sh deploy/new-env.sh > .env
set -eu
while IFS= read -r line; do
    case $line in
        *_PASSWORD= | *_SECRET= | QDRANT_API_KEY=)
            printf '%s%s\n' "$line" "$(od -An -N 24 -tx1 /dev/urandom | tr -d ' \n')" ;;
        *) printf '%s\n' "$line" ;;
    esac
done < "$(dirname "$0")/../.env.example"
