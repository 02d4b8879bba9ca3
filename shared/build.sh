# Sourced by firmware/demo and tests/run: what must be installed, and how the tree is built.
#
#   say TEXT             one line of progress
#   need_packages NAME…  apt-get install what is missing (root or sudo; neither: exact line, exit 69)
#   build_web            npm packages and bundles into web/dist
#   build_tree DIR [cmake arguments]
#   cover_tree DIR …     the same with counters of what was run
#   build_share DIR      what the daemons serve, laid out beside the programs in DIR
#
# SPDX-License-Identifier: EUPL-1.2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

PACKAGES_BUILD="gcc g++ cmake ninja-build pkg-config libwebsockets-dev libsqlite3-dev libcjson-dev
	zlib1g-dev libdeflate-dev libsodium-dev libcurl4-openssl-dev libical-dev libcsv-dev libinih-dev
	libkainjow-mustache-dev ca-certificates"

say() {
	printf '%s\n' "-- $*"
}

fail() {
	printf '%s\n' "$1" >&2
	exit "${2:-1}"
}

installed() {
	dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null | grep -q 'install ok installed'
}

need_packages() {
	local missing="" name as=""
	for name in "$@"; do
		installed "$name" || missing="$missing $name"
	done
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null ||
			fail "Please install the missing packages first: apt-get install -y$missing" 69
		as="sudo"
	fi
	say "installing$missing"
	$as apt-get -qq update >/dev/null 2>&1 || true
	DEBIAN_FRONTEND=noninteractive $as apt-get -qq -y install $missing >"$root/build/apt.log" 2>&1 ||
		fail "apt-get could not install$missing; see build/apt.log" 69
}

# Node builds the bundles and drives the browser tests; an installed one is never replaced.
need_node() {
	command -v node >/dev/null && command -v npm >/dev/null || need_packages nodejs npm
}

build_web() {
	need_node
	cd "$root/web"
	if [ ! -f node_modules/.package-lock.json ] ||
		[ package-lock.json -nt node_modules/.package-lock.json ]; then
		say "fetching the web packages (npm ci)"
		npm ci --no-audit --no-fund --silent >"$root/build/npm.log" 2>&1 ||
			fail "npm ci failed; see build/npm.log" 69
		touch node_modules/.package-lock.json
	fi
	if [ ! -f dist/manifest.json ] || [ -n "$(find . \( -name node_modules -o -name dist \) -prune \
		-o -type f -newer dist/manifest.json -print -quit)" ]; then
		say "bundling the web apps"
		node build.mjs >"$root/build/web.log" 2>&1 ||
			fail "the web build failed; see build/web.log"
	fi
	cd "$root"
}

build_tree() {
	local dir="$1" launcher=""
	shift
	command -v ccache >/dev/null && launcher="-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache"
	mkdir -p "$dir"
	cmake -S "$root" -B "$dir" -G Ninja $launcher "$@" >"$dir/cmake.log" 2>&1 ||
		fail "cmake failed; see $dir/cmake.log"
	ninja -C "$dir" >"$dir/build.log" 2>&1 ||
		fail "$(grep -E 'error|FAILED' "$dir/build.log" | head -5)
the build failed; see $dir/build.log"
}

# cover_tree DIR [targets]: the tree with gcc's counters in it, unoptimised so that every line is its own.
cover_tree() {
	local dir="$1" launcher=""
	shift
	command -v ccache >/dev/null && launcher="-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache"
	mkdir -p "$dir"
	cmake -S "$root" -B "$dir" -G Ninja $launcher -DPORTIEK_TESTS=ON -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_C_FLAGS=--coverage -O0" \
		"-DCMAKE_CXX_FLAGS=--coverage -O0" -DCMAKE_EXE_LINKER_FLAGS=--coverage >"$dir/cmake.log" 2>&1 ||
		fail "cmake failed; see $dir/cmake.log"
	ninja -C "$dir" "$@" >"$dir/build.log" 2>&1 || fail "the build failed; see $dir/build.log"
}

build_share() {
	local share="$1/share" part
	mkdir -p "$share/web"
	for part in catalogue kiosk dist; do
		ln -sfn "$root/web/$part" "$share/web/$part"
	done
	"$1/portiek-site" pack --from "$root/web/dist/staff" "$share/staff.sqlar" >/dev/null ||
		fail "the staff app could not be packed"
}
