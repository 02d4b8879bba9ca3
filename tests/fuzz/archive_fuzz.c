/* Archives: a file of any bytes under the name of an archive, and our own written and read back.
 *
 * A damaged one is refused or gives what it can; a file found has its bytes at hand, inflates to its
 * size or says it does not; names come in order. What archive_finish writes, archive_read gives back.
 * A file beginning with 'W' is lines of names and contents to write; any other is taken as it is.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <unistd.h>

#include "shared/io/archive.h"
#include "shared/io/fs.h"
#include "tests/fuzz/target.h"

static void use(const struct archive *a)
{
	struct archive_file f;

	for (int i = 0; i < archive_count(a); i++) {
		const char *name = archive_name(a, i);
		BUF(plain);
		if (!archive_find(a, name, &f))
			continue;
		MUST(f.etag[0] == '"' && f.type[0] && (f.len == 0 || f.data));
		int err = archive_read(a, name, &plain);
		MUST(!(err && plain.len));
		MUST(err || !f.deflated || plain.len <= f.size);
	}
	MUST(!archive_find(a, "no such file in here", &f));
}

static void write_one(const uint8_t *data, size_t size, const char *path)
{
	struct input in = { data, size }, again = in;
	struct archive_writer *w = archive_begin();
	struct archive *a = NULL;
	char name[80], text[400], before[80];
	int added = 0;

	while (in.n && added < 20) {
		input_line(&in, name, sizeof name);
		input_line(&in, text, sizeof text);
		(void)archive_add(w, name, text, strlen(text));
		added++;
	}
	if (archive_finish(w, path) || archive_open(path, &a)) {
		MUST(added > 1); /* a name twice */
		return;
	}
	MUST(archive_count(a) == added);
	for (int i = 0; i < added; i++) {
		BUF(plain);
		MUST(i == 0 || strcmp(before, archive_name(a, i)) < 0);
		text_copy(before, sizeof before, archive_name(a, i));
		input_line(&again, name, sizeof name);
		input_line(&again, text, sizeof text);
		MUST(archive_read(a, name, &plain) == OK && strcmp(buf_text(&plain), text) == 0);
	}
	use(a);
	archive_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	struct archive *a = NULL;

	snprintf(path, sizeof path, "/dev/shm/portiek-fuzz-%d.sqlar", (int)getpid());
	if (size && data[0] == 'W') {
		write_one(data + 1, size - 1, path);
	} else if (fs_write(path, data, size, 0600) == OK) {
		int err = archive_open(path, &a);
		MUST(err ? !a : a != NULL);
		if (a)
			use(a);
		archive_close(a);
	}
	fs_remove(path);
	return 0;
}
