#!/usr/bin/env bash
# What takes too long for every change: a minute of fuzzing per reader, the thread sanitizer, two
# thousand pulled plugs, and every deliberate break. TAP.
#
# SPDX-License-Identifier: EUPL-1.2
cd "$(dirname "$0")/.." || exit 1
seconds=${FUZZ_SECONDS:-60}
kills=${KILLS:-2000}
threaded="loop_test http_request_test http_reply_test post_reply_test post_connect_test build_archive_test"
n=0
code=0
check() {
	local title="$1"
	shift
	n=$((n + 1))
	if "$@"; then echo "ok $n - $title"; else
		echo "not ok $n - $title"
		code=1
	fi
}
fuzz() {
	local corpus="build/fuzz/corpus/$1"
	mkdir -p "$corpus"
	"build/fuzz/$1" -max_total_time="$seconds" -max_len=65536 -print_final_stats=1 "$corpus" >"build/fuzz/$1.log" 2>&1
}
threads() {
	local t
	for t in $threaded; do
		"build/tsan/$t" >"build/tsan/$t.log" 2>&1 || return 1
	done
}
breaks() {
	mkdir -p build/mutate
	tests/mutate/run >build/mutate/run.log 2>&1 || { grep -A1 '^not ok' build/mutate/run.log | sed 's/^/# /'; return 1; }
}
cmake --preset fuzz >/dev/null && ninja -C build/fuzz json_fuzz inflate_fuzz batch_fuzz report_fuzz >/dev/null ||
	{ echo "not ok 1 - the fuzz targets do not build"; exit 1; }
for target in json_fuzz inflate_fuzz batch_fuzz report_fuzz; do
	check "$target finds nothing in $seconds seconds" fuzz "$target"
done
cmake --preset tsan >/dev/null && ninja -C build/tsan $threaded >/dev/null
check "the thread sanitizer is silent" threads
check "$kills pulled plugs lose nothing" tests/kill/kill.py --kills "$kills"
check "every deliberate break is noticed" breaks
exit $code
