#!/usr/bin/env bash
# Everything the tests need, then all of them: the everyday ones on SQLite, then walks, slow proofs and kills, races on
# PostgreSQL, journeys in a browser. `bash tests/run.sh fast` runs the everyday ones alone and installs nothing.
# A skipped test or a missing tool is counted, printed and red in CI.
# HUIYIN_EXAMPLES=20 tries every property with twenty times as many examples (a night's run); HUIYIN_KILL_SEED repeats
# the moments of a run of kills.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
# A run starts hundreds of processes: each compiles the whole program and its tests anew where nobody may keep bytecode.
unset PYTHONDONTWRITEBYTECODE
trap 'if [ -n "${cluster:-}" ]; then stop_cluster; fi; rm -rf "${own:-}"' EXIT

install_tools() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    local wanted=()
    command -v chromium >/dev/null || wanted+=(chromium)
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql)
    command -v soffice >/dev/null || wanted+=(libreoffice-writer-nogui)
    command -v pdftotext >/dev/null || wanted+=(poppler-utils)
    command -v pg_dump >/dev/null || wanted+=(postgresql-client)
    fc-list 2>/dev/null | grep -qi 'cjk' || wanted+=(fonts-noto-cjk)
    if [ ${#wanted[@]} -gt 0 ]; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null || true
    fi
  fi
  # axe-core, for the accessibility checks of the journeys.
  if command -v npm >/dev/null; then (cd frontend && npm ci --ignore-scripts --no-audit --no-fund --silent >/dev/null) || true; fi
  [ -e frontend/node_modules/axe-core/axe.min.js ] || missing+=("axe-core (accessibility)")
  command -v chromium >/dev/null || missing+=("chromium (journeys)")
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=("postgresql (races)")
  command -v pdftotext >/dev/null || missing+=("pdftotext (Word)")
  command -v soffice >/dev/null || missing+=("libreoffice (Word round trip)")
}

as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
start_cluster() {
  pgbin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)")
  # Beside the other folder, not in it: that one is closed to the user of the cluster.
  cluster=$(mktemp -d "$ground/huiyin.XXXXXX"); port=$((20000 + RANDOM % 20000))
  if [ "$(id -u)" = 0 ]; then chown postgres "$cluster"; fi
  as_postgres "$pgbin/initdb" -D "$cluster/d" -A trust -U postgres --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  as_postgres "$pgbin/pg_ctl" -D "$cluster/d" -w -o "-p $port -k $cluster -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" -l "$cluster/log" start >/dev/null
}
# The files in which the tests of a group stand, by the marks they name: reading all the others takes each process of a
# run longer than many a group takes to run (huiyin/conftest.py refuses a mark that its file does not name).
# A file that is named is read even where tests/conftest.py leaves it out: hence without the sources, without their tests.
left_out=none; if [ ! -d ../shared/seeds ]; then left_out=test_claim_audit.py; fi
marked() { grep -rlE "mark\.($1)\b" --include='test_*.py' --exclude="$left_out" huiyin tests | sort; }
stop_cluster() { as_postgres "$pgbin/pg_ctl" -D "$cluster/d" -m immediate stop >/dev/null || true; rm -rf "$cluster"; }

if [ "${1:-}" != fast ]; then install_tools; fi
# Thousands of small files come and go; in memory, where there is plenty, they take next to no time.
ground=${TMPDIR:-/tmp}
free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }' || true)
if [ "${free:-0}" -gt 4000000 ] && [ -w /dev/shm ]; then ground=/dev/shm; fi
own=$(mktemp -d "$ground/huiyin.XXXXXX")
export TMPDIR="$own" HUIYIN_DATA="$own/data" HUIYIN_BLANK="$own/blank"
report=$own/reports; mkdir "$HUIYIN_DATA" "$report"
status=0
echo "== 一、SQLite"
workers=(-n auto --maxprocesses 4 --dist worksteal)
python -m pytest -q "${workers[@]}" -m "not walks and not proofs and not races and not journeys and not kill" --junitxml="$report/sqlite.xml" || status=1
if [ "${1:-}" = fast ]; then exit $status; fi
echo "== 二、走遍（每个地址、每种角色，迁移，性能对照）、费时的证明、杀进程"
mapfile -t files < <(marked 'walks|proofs|kill')
python -m pytest -q "${workers[@]}" -m "walks or proofs or kill" "${files[@]}" --junitxml="$report/long.xml" || status=1
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  start_cluster
  echo "== 三、PostgreSQL：竞争与不可改"
  mapfile -t files < <(marked races)
  HUIYIN_DATABASE_URL="postgresql://postgres@127.0.0.1:$port/huiyin" python -m pytest -q "${workers[@]}" -m races "${files[@]}" --junitxml="$report/races.xml" || status=1
fi
if command -v chromium >/dev/null; then
  echo "== 四、浏览器旅程"
  mapfile -t files < <(marked journeys)
  python -m pytest -q -m journeys --junitxml="$report/journeys.xml" "${files[@]}" || status=1
  # By itself: two sets of browser fixtures do not share one process.
  python -m pytest -q -m journeys --junitxml="$report/kit.xml" frontend/tests || status=1
fi
[ -d ../shared/seeds ] || echo "原文（../shared/seeds）不在这台机器上：对照原文的测试（tests/test_claim_audit.py）没有收集。"
python tests/summary.py "$report" "${missing[@]+"${missing[@]}"}" || status=1
exit $status
