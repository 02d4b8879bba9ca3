/* Runs a fuzz target over its corpus without libFuzzer: every seed as it is, and each with a fixed
 * number of changes drawn from a fixed seed, so that two runs do the same. TAP.
 *
 *   NAME_fuzz_test          the target's own corpus
 *   NAME_fuzz_test PATH…    these files or folders, unchanged only (a finding of libFuzzer, say)
 *
 * A broken promise leaves its input in build/NAME.finding.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "shared/io/fs.h"
#include "tests/fuzz/target.h"

#define SEED_CAP (4u << 20)

struct run {
	int changes; /* per seed */
	int seeds, inputs;
	uint64_t dice;
};

static uint64_t roll(struct run *r, uint64_t below)
{
	r->dice ^= r->dice << 13;
	r->dice ^= r->dice >> 7;
	r->dice ^= r->dice << 17;
	return below ? r->dice % below : 0;
}

/* What is being tried, for the handler below. */
static const uint8_t *trying;
static size_t trying_len;

static void leave_finding(int number)
{
	int fd = open(ROOT "/build/" TARGET ".finding", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd >= 0) {
		(void)!write(fd, trying, trying_len);
		close(fd);
	}
	signal(number, SIG_DFL);
	raise(number);
}

/* An exact copy, so that valgrind sees a byte read too far. */
static void try_one(struct run *r, const char *p, size_t n)
{
	uint8_t *copy = mem_new(n ? n : 1, 1);
	memcpy(copy, p, n);
	trying = copy;
	trying_len = n;
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
	r->inputs++;
}

/* One small change of text: a byte, a cut, a doubled piece, a piece gone. */
static void change(struct run *r, const struct buf *seed, struct buf *out)
{
	static const char LIKELY[] = "\"\\{}[],:;|=\n\r\t 0-19eE.\0\xff\xc0\xed\xf4&%<>@";
	size_t at = (size_t)roll(r, seed->len + 1), n = (size_t)roll(r, 16);

	n = n > seed->len - at ? seed->len - at : n;
	buf_clear(out);
	buf_add(out, buf_text(seed), at);
	switch (roll(r, 5)) {
	case 0:
		return; /* cut here */
	case 1:
		buf_add(out, buf_text(seed) + at, n); /* once more below */
		break;
	case 2:
		at += n;
		break;
	case 3:
		buf_char(out, LIKELY[roll(r, sizeof LIKELY - 1)]);
		break;
	default:
		buf_char(out, LIKELY[roll(r, sizeof LIKELY - 1)]);
		at += at < seed->len;
	}
	buf_add(out, buf_text(seed) + at, seed->len - at);
}

static int try_file(struct run *r, const char *path)
{
	BUF(seed);
	BUF(changed);
	if (fs_read(path, SEED_CAP, &seed))
		return 1;
	r->seeds++;
	r->dice = UINT64_C(0x9E3779B97F4A7C15) + seed.len;
	try_one(r, buf_text(&seed), seed.len);
	for (int i = 0; i < r->changes; i++) {
		change(r, &seed, &changed);
		try_one(r, buf_text(&changed), changed.len);
	}
	return 0;
}

static int try_path(struct run *r, const char *path)
{
	struct dirent **names = NULL;
	char file[PATH_CAP];
	int n = scandir(path, &names, NULL, alphasort), bad = 0;

	if (n < 0)
		return try_file(r, path);
	for (int i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.') {
			fs_join(file, path, names[i]->d_name);
			bad += try_file(r, file);
		}
		free(names[i]);
	}
	free(names);
	return bad;
}

int main(int argc, char **argv)
{
	struct run r = { .changes = argc > 1 ? 0 : MUTATIONS };
	int bad = 0;

	signal(SIGABRT, leave_finding);
	signal(SIGSEGV, leave_finding);
	printf("1..1\n");
	for (int i = 1; i < argc; i++)
		bad += try_path(&r, argv[i]);
	if (argc == 1)
		bad = try_path(&r, CORPUS);
	bad += r.seeds == 0;
	printf("%sok 1 - fuzz target " TARGET ": %d inputs from %d seeds\n", bad ? "not " : "", r.inputs, r.seeds);
	return bad != 0;
}
