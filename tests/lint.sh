#!/usr/bin/env bash
# clang-tidy, cppcheck and gcc's analyzer over the whole tree; TAP, one line per tool.
#
# SPDX-License-Identifier: EUPL-1.2
cd "$(dirname "$0")/.." || exit 1
# The longest first: at the end both cores have something small left.
files=$(git ls-files 'shared/*.c' 'firmware/*.c' 'server/*.c' 'web/site/*.c' | xargs ls -S)
code=0
if printf '%s\n' $files | xargs -P 2 -n 4 clang-tidy-14 -p build --quiet --warnings-as-errors='*' 2>/dev/null; then
	echo "ok 1 - clang-tidy is silent"
else
	code=1
	echo "not ok 1 - clang-tidy"
fi
if cppcheck -j 2 --quiet --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
	--suppress=missingIncludeSystem --suppress=ctuuninitvar -D_GNU_SOURCE -D__GNUC__=12 -I. $files 2>&1; then
	echo "ok 2 - cppcheck is silent"
else
	code=1
	echo "not ok 2 - cppcheck"
fi
flags="-std=gnu17 -fanalyzer -D_GNU_SOURCE -DPORTIEK_VERSION=\"lint\" -DPORTIEK_CRASH_POINTS=1 -DPORTIEK_BUILT=1 -I.
	$(pkg-config --cflags libwebsockets libcrypto sqlite3 libcjson zlib libdeflate libsodium inih libcurl libical)"
told=$(printf '%s\n' $files | xargs -P 2 -I FILE gcc $flags -S FILE -o /dev/null 2>&1)
if [ -z "$told" ]; then
	echo "ok 3 - gcc -fanalyzer is silent"
else
	code=1
	echo "not ok 3 - gcc -fanalyzer"
	printf '%s\n' "$told" | head -60 | sed 's/^/# /'
fi
exit $code
