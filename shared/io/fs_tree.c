/* Files as wholes: copy, share, hash, and take away a folder with what is in it.
 *
 * Promises: a copy is complete and durable under its name, or not there; nothing is followed out of a
 * folder that is taken away.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#define OPENSSL_API_COMPAT 0x10101000L /* as in seal.c: the processor's own instructions for SHA-256 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/io/fs_inside.h"

#define PIECE 65536

/* Everything of in through fn. */
static int each_piece(int in, int (*fn)(void *ctx, const void *p, size_t n), void *ctx)
{
	char piece[PIECE];
	for (;;) {
		ssize_t n = read(in, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? ERR_STORAGE : OK;
		int err = fn(ctx, piece, (size_t)n);
		if (err)
			return err;
	}
}

static int put(void *ctx, const void *p, size_t n)
{
	return fs_put(*(const int *)ctx, p, n);
}

int fs_copy(const char *from, const char *to, unsigned mode)
{
	char part[PATH_CAP];
	if (snprintf(part, sizeof part, "%s.part", to) >= (int)sizeof part)
		return ERR_STORAGE;
	int in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : fs_fault("open", from);
	int out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	int err = out < 0 || each_piece(in, put, &out) || fsync(out) ? fs_fault("copy", part) : OK;
	close(in);
	if (out >= 0)
		close(out);
	if (!err)
		return fs_replace(part, to);
	unlink(part);
	return err;
}

int fs_share(const char *from, const char *to)
{
	unlink(to);
	if (!link(from, to))
		return OK;
	return fs_copy(from, to, 0600);
}

static int add(void *ctx, const void *p, size_t n)
{
	SHA256_Update(ctx, p, n);
	return OK;
}

int fs_sha256(const char *path, uint8_t out[32])
{
	SHA256_CTX state;
	int in = open(path, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : fs_fault("open", path);
	SHA256_Init(&state);
	int err = each_piece(in, add, &state) ? fs_fault("read", path) : OK;
	close(in);
	SHA256_Final(out, &state);
	return err;
}

int fs_whole(const char *path, char out[PATH_CAP])
{
	char *whole = realpath(path, NULL);
	if (!whole)
		return ERR_NOT_FOUND;
	int err = text_copy(out, PATH_CAP, whole) ? ERR_TOO_LARGE : OK;
	free(whole);
	return err;
}

static int take_away(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st, (void)kind, (void)where;
	return remove(path);
}

int fs_remove_tree(const char *path)
{
	if (!nftw(path, take_away, 16, FTW_DEPTH | FTW_PHYS))
		return OK;
	return errno == ENOENT ? OK : fs_fault("remove", path);
}
