#!/usr/bin/env bash
# What takes too long for every change: a minute of fuzzing per reader, what the tests reach, the roads
# under valgrind, the thread sanitizer, ten thousand pulled plugs, the pages on a slow machine, every
# deliberate break and five hundred random ones. TAP.
#
# SPDX-License-Identifier: EUPL-1.2
cd "$(dirname "$0")/.." || exit 1
seconds=${FUZZ_SECONDS:-60}
kills=${KILLS:-10000}
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
# What it finds on the way stays in build/fuzz/corpus; a broken promise is left as build/fuzz/found/….
fuzz() {
	local corpus="build/fuzz/corpus/$1"
	mkdir -p "$corpus" build/fuzz/found
	"build/fuzz/${1}_fuzz" -max_total_time="$seconds" -max_len=65536 -print_final_stats=1 -dict="tests/fuzz/words/$1" -artifact_prefix="build/fuzz/found/$1-" \
		"$corpus" "tests/fuzz/corpus/$1" >"build/fuzz/$1.log" 2>&1 || { grep -E 'broken|ERROR' "build/fuzz/$1.log" | sed 's/^/# /'; return 1; }
}
threads() {
	local t
	for t in $threaded; do
		"build/tsan/$t" >"build/tsan/$t.log" 2>&1 || return 1
	done
}
every_page() { PORTIEK_EVERY_PAGE=1 build/rebuild_test >build/every-page.log 2>&1; }
whole_simulation() { tests/sim/run --whole >build/sim-whole.log 2>&1; }
slow_pages() {
	LOBBY_SLOW=300 OFFICE_SLOW=700 tests/browser/run >build/browser-slow.log 2>&1 ||
		{ grep -A8 '^not ok' build/browser-slow.log | sed 's/^/# /'; return 1; }
}
breaks() {
	mkdir -p build/mutate
	tests/mutate/run >build/mutate/run.log 2>&1 || { grep -A1 '^not ok' build/mutate/run.log | sed 's/^/# /'; return 1; }
}
targets=$(sed -n 's/^target(\([a-z]*\)_fuzz .*/\1/p' tests/fuzz/CMakeLists.txt)
mkdir -p build/fuzz
instrumented=""
if tests/fuzz/libs >build/fuzz/libs.log 2>&1; then
	instrumented="$PWD/build/fuzz/libs/pkgconfig"
else
	echo "# zlib and cJSON as installed, see build/fuzz/libs.log"
fi
PKG_CONFIG_PATH="$instrumented" cmake --preset fuzz >/dev/null && ninja -C build/fuzz $(printf '%s_fuzz ' $targets) >/dev/null ||
	{ echo "not ok 1 - the fuzz targets do not build"; exit 1; }
for target in $targets; do
	check "fuzzing $target finds nothing in $seconds seconds" fuzz "$target"
done
check "the corpora reach what they are for" tests/fuzz/coverage
check "three JSON readers agree on a million documents" tests/fuzz/differ
cmake --preset tsan >/dev/null && ninja -C build/tsan $threaded >/dev/null
check "valgrind is silent on the roads" tests/road/valgrind
check "the thread sanitizer is silent" threads
check "$kills pulled plugs lose nothing" tests/kill/kill.py --kills "$kills"
check "any damaged page of a kiosk with five hundred reports costs nothing" every_page
check "20,000 schedules lose nothing" whole_simulation
check "the pages do the same on a slow machine" slow_pages
check "every deliberate break is noticed" breaks
check "the program is run by its tests" tests/coverage
check "random breaks of the sync core are noticed" tests/mutate/sweep
exit $code
