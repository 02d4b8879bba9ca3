#!/usr/bin/env bash
# House rules that a grep can hold: who may include whom, where SQL, paths and library headers live,
# how long files and functions are, no mutable globals, no banned calls, landed migrations unchanged.
#
# SPDX-License-Identifier: EUPL-1.2
cd "$(dirname "$0")/../.." || exit 1
shopt -s lastpipe # rule counts in this shell, not in one of its pipe's
n=0
bad=0
# rule TEXT: stdin holds the offending lines; none = ok.
rule() {
	local lines
	lines=$(cat)
	n=$((n + 1))
	if [ -z "$lines" ]; then
		echo "ok $n - $1"
	else
		bad=1
		echo "not ok $n - $1"
		printf '%s\n' "$lines" | head -20 | sed 's/^/#   /'
	fi
}
sources() {
	git ls-files --cached --others --exclude-standard -- '*.c' '*.h' | grep -v '^tests/' | while read -r f; do [ -f "$f" ] && echo "$f"; done
}
# includes FOLDER REGEX: lines in FOLDER that include something matching none of the allowed rooms.
includes() {
	sources | grep -E "^$1" | xargs -r grep -nE '^#include "' | grep -vE "$2"
}
includes shared/base/ '"shared/base/' | rule "base includes only base"
includes shared/io/ '"shared/(base|io)/' | rule "io includes only base and io"
includes shared/model/ '"shared/(base|model)/' | rule "model includes only base and model"
includes shared/sync/ '"shared/(base|model|sync)/' | rule "sync includes only base, model and sync"
includes firmware/ '"(shared|firmware)/' | rule "firmware never includes server or web"
includes server/ '"(shared|server|web/site)/' | rule "server never includes firmware"
includes web/ '"(shared|web)/' | rule "the generator includes only shared and web"
sources | grep -v '^shared/io/' | xargs grep -nE '#include <(sqlite3|cjson/cJSON|zlib|sodium|libwebsockets|curl/|libical|csv|ini)' |
	rule "library headers appear only in shared/io"
sources | grep -vE '(_store|/outbox|/feed|/mirror|/db|/db_stmt|/db_salvage|/archive|/archive_write)\.c$|_sql\.c$' |
	xargs grep -nE '"(SELECT|INSERT|UPDATE|DELETE|REPLACE) ' | rule "SQL lives in stores, outbox, feed, mirror and sql/"
sources | xargs grep -nE '\b(gets|strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atoll|alloca|system|popen|rand|tmpnam|mktemp)\(' |
	grep -vE '/\*.*\(' | rule "no banned calls"
sources | grep '\.c$' | xargs awk 'FNR==1{n=0} /^static [^(]*[=;]/ && !/const/ && !/\(/ {print FILENAME":"FNR": "$0}' |
	rule "no mutable file-scope variables"
sources | xargs wc -l | awk '$2!="total" && $1>400 {print $2": "$1" lines"}' | rule "no file over 400 lines"
sources | grep '\.c$' | xargs ctags --fields=+ne --kinds-C=f -o - 2>/dev/null | awk -F'\t' '
	/^!/ {next} {l=0;e=0;for(i=4;i<=NF;i++){if($i~/^line:/)l=substr($i,6);if($i~/^end:/)e=substr($i,5)}
	if(e-l>60)print $2": "$1" has "e-l" lines"}' | rule "no function over 60 lines"
git grep -nE '\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b' -- '*.c' '*.h' '*.mjs' '*.js' '*.sh' '*.py' ':!tests/rules' | rule "nothing left for later"
sources | xargs grep -LE 'SPDX-License-Identifier' | rule "every file names its licence"
migrations() {
	local sum file
	[ -f tests/golden/migrations.sha256 ] || { echo "tests/golden/migrations.sha256 is missing"; return; }
	while read -r sum file; do
		[ "$(sha256sum "$file" 2>/dev/null | cut -d' ' -f1)" = "$sum" ] || echo "$file was changed after it landed"
	done <tests/golden/migrations.sha256
	for file in firmware/sql/[0-9]*.sql server/sql/[0-9]*.sql; do
		grep -q " $file\$" tests/golden/migrations.sha256 || echo "$file is not in tests/golden/migrations.sha256"
	done
}
migrations | rule "landed migrations are unchanged"
# Of shared/SECURITY.md: every file it names is there, every test it names is one.
named() {
	local name
	grep -oE '`[^`]+`' shared/SECURITY.md | tr -d '`' | sort -u | while read -r name; do
		case "$name" in
		*" "*) ;;
		*/*) [ -e "$name" ] || echo "no file $name" ;;
		[a-z]*_*_*) grep -rqE "\\b$name\\b" tests/unit tests/road tests/kill tests/fuzz || echo "no test $name" ;;
		esac
	done
	grep -E '^\| [0-9]' shared/SECURITY.md | cut -d'|' -f4 | grep -oE '`[^`]+`' | tr -d '`' | sort -u | while read -r name; do
		grep -rqF "$name" tests/unit tests/road tests/browser tests/rules tests/fuzz tests/long.sh || echo "no test $name"
	done
}
named | rule "every file and test that SECURITY.md names is there"
crash_points() {
	comm -3 <(sources | xargs grep -hoE 'crash_point\("[a-z_.]+"' | cut -d'"' -f2 | sort -u) \
		<(grep -v '^#' tests/kill/points.tsv | cut -f1 | sort -u)
}
crash_points | rule "every crash point is a row of tests/kill/points.tsv, and every row a crash point"
tables() {
	for file in tests/mutate/breaks.toml tests/sim/plants.toml; do
		python3 -c 'import sys, tomllib; tomllib.load(open(sys.argv[1], "rb"))' "$file" 2>&1 | tail -1
	done
}
tables | rule "the tables of deliberate breaks can be read"
tests/mutate/run --check | grep -v '^$' | rule "every deliberate break can be tried: its text stands once, its test is there"
tests/sim/plants --check | rule "every bug for the simulator can be planted: its text stands once"
tests/matrix.py --check | rule "each fault of the matrix is named by a test, and the table says which"
tests/vectors/make.py --check 2>&1 | grep -vE '^[0-9]+ vectors$' | rule "the golden vectors are what the protocol's paper makes of them"
exit $bad
