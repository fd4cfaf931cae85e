#!/usr/bin/env bash
# Every check that needs no test run; all of them run, the exit code says whether any failed.
set -uo pipefail
bin=$1
failed=0
step() {
  echo "== $1"
  shift
  "$@" || { failed=1; echo "-- failed: $*"; }
}
deploy() {
  SECRET_KEY=$(printf 'lint-%.0s' {1..20}) ALLOWED_HOSTS=peil.example \
    PEIL_BASE_URL=https://peil.example PEIL_SEALING_KEYS=$($bin/python manage.py make_sealing_key) DJANGO_SETTINGS_MODULE=cms.settings.production \
    "$bin/python" manage.py check --deploy --fail-level WARNING
}
no_registry_host() {
  ! git grep -nIE '(pypi\.org|pythonhosted\.org|registry\.npmjs|--(extra-)?index-url|deb\.debian\.org|/opt/pypi)' \
    -- . ':!tests/lint.sh'
}
mypy_says=$(mktemp)
"$bin/mypy" cms/accounts/permissions.py training/domain assessments/domain assessments/permissions.py \
  assessments/renderers >"$mypy_says" 2>&1 &  # half a minute, on the other core
mypy=$!
types() {
  local rc=0
  wait "$mypy" || rc=$?
  cat "$mypy_says"
  rm "$mypy_says"
  return "$rc"
}
step "ruff" "$bin/ruff" check .
step "ruff format" "$bin/ruff" format --check .
step "import-linter" "$bin/lint-imports" --no-logo
step "djade" bash -c "git ls-files -z 'templates/*.html' | xargs -0 -r '$bin/djade' --check --target-version 5.2"
step "migrations" "$bin/python" manage.py makemigrations --check --dry-run
step "deployment" deploy
step "catalogues" "$bin/python" manage.py check_catalogues
step "no registry host in a committed file" no_registry_host
step "mypy" types
exit $failed
