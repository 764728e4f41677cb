#!/bin/sh
# One resolution for everything; each service's file is the part of it that the service needs.
set -eu
uv=.venv/bin/uv
own=$(for p in analytics chassis cli contracts conversation gateway retrieval ticketing; do printf -- "--no-emit-package answerbus-%s " "$p"; done)
never=$(for p in torch transformers sentence-transformers scipy scikit-learn; do printf -- "--no-emit-package %s " "$p"; done)
compile() { # target, then sources and options
    target=$1
    shift
    $uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links $own $never --output-file "$target" "$@"
}
echo 'uv>=0.13,<0.14' | $uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements/uv.txt -
compile requirements/dev.txt --group dev
echo 'scipy>=1.15' | $uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --constraints requirements/dev.txt --output-file requirements/train.txt -
compile requirements/run.txt --group run --constraints requirements/dev.txt
compile requirements/cli.txt libs/cli/pyproject.toml --constraints requirements/dev.txt
for service in gateway conversation retrieval ticketing analytics; do
    compile "requirements/$service.txt" "services/$service/pyproject.toml" --constraints requirements/dev.txt
done
