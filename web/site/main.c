/* portiek-site: makes, checks and judges the site archive from the command line.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/conf.h"
#include "web/site/build.h"
#include "web/site/pack.h"
#include "web/site/source.h"

#define PUB_CAP 1024
#define BUILT "web/dist"

static const struct flag BUILD[] = {
	{ "catalogue", true, "DIR", "catalogue folder (web/catalogue)" },
	{ "kiosk", true, "DIR", "templates, messages, icons (web/kiosk)" },
	{ "assets", true, "DIR", "built scripts and styles (web/dist); none when absent" },
	{ "corporation", true, "FILE", "name, phone, own payer rules (JSON)" },
	{ "out", true, "DIR", "where site-VERSION.sqlar goes" },
	{ "key", true, "FILE", "secret key to sign with; not signed when absent" },
	{ "version", true, "V", "own version instead of catalogue-hash" },
	{ 0 },
};
static const struct flag CHECK[] = {
	{ "catalogue", true, "DIR", "catalogue folder (web/catalogue)" },
	{ "kiosk", true, "DIR", "templates, messages, icons (web/kiosk)" },
	{ "assets", true, "DIR", "built scripts and styles (web/dist)" },
	{ "corporation", true, "FILE", "name, phone, own payer rules (JSON); a stand-in when absent" },
	{ 0 },
};
static const struct flag VERIFY[] = {
	{ "key", true, "PUB", "public key: the line itself, or the file that holds it" },
	{ 0 },
};
static const struct flag PACK[] = {
	{ "from", true, "DIR", "folder to pack, sub-folders included" },
	{ 0 },
};
static const struct flag NONE[] = { { 0 } };

static int complain(const char *why, int rc)
{
	fprintf(stderr, "portiek-site: %s\n", why);
	return rc;
}

/* Some corporation with everything the pages ask for, to check texts and pictures without one. */
static int stand_in(struct val **ret)
{
	static const char *const MEMBERS[] = { "name", "phone", "duty_line", "water_company" };

	*ret = val_object();
	for (size_t i = 0; i < COUNT_OF(MEMBERS); i++)
		val_put_str(*ret, MEMBERS[i], "000");
	return OK;
}

/* Fill options from the flags; ret_corporation is to be freed by the caller. strict: the pages are
 * meant for somebody, so a corporation must be given. */
static int read_options(const struct args *a, bool strict, struct site_options *o,
			struct val **ret_corporation)
{
	char why[SOURCE_WHY];
	const char *file = args_get(a, "corporation", NULL);

	*o = (struct site_options){
		.catalogue_dir = args_get(a, "catalogue", "web/catalogue"),
		.kiosk_dir = args_get(a, "kiosk", "web/kiosk"),
		.assets_dir = args_get(a, "assets", strict || !fs_exists(BUILT) ? NULL : BUILT),
		.out_dir = args_get(a, "out", "."),
		.version = args_get(a, "version", NULL),
	};
	*ret_corporation = NULL;
	if (!file && strict)
		return complain("--corporation FILE is needed", ERR_USAGE);
	int rc = file ? source_json(NULL, file, ret_corporation, why, sizeof(why))
		      : stand_in(ret_corporation);
	o->corporation = *ret_corporation;
	return rc < 0 ? complain(why, rc) : OK;
}

static int run_build(const struct args *a)
{
	struct site_options o;
	struct site_result r;
	struct site_key key;
	struct clock clock = clock_system();
	VAL(corporation) = NULL;

	int rc = read_options(a, true, &o, &corporation);
	if (rc < 0)
		return rc;
	if (args_has(a, "key")) {
		rc = crypt_start();
		rc = rc < 0 ? rc : site_key_load(args_get(a, "key", ""), &key);
		if (rc < 0)
			return complain("the secret key cannot be read", rc);
		o.key = &key;
	}
	int64_t start = clock_mono(&clock);
	rc = site_build(&o, &r);
	crypt_wipe(&key, sizeof(key));
	if (rc < 0)
		return complain(r.why, rc);
	val_free(r.catalogue);
	printf("%s\n%d pages, %lld bytes, %lld ms\n", r.path, r.pages, (long long)r.bytes,
	       (long long)(clock_mono(&clock) - start));
	return OK;
}

static void print_finding(void *ctx, const char *where, const char *what)
{
	(void)ctx;
	printf("%s: %s\n", where, what);
}

static int run_check(const struct args *a)
{
	struct site_options o;
	char why[SOURCE_WHY] = "";
	int findings = 0;
	VAL(corporation) = NULL;

	int rc = read_options(a, false, &o, &corporation);
	if (rc < 0)
		return rc;
	rc = site_check(&o, print_finding, NULL, &findings, why, sizeof(why));
	if (rc < 0)
		return complain(why, rc);
	fprintf(stderr, "%d findings\n", findings);
	if (findings)
		exit(EXIT_FAILURE); /* 1, as every lint: the input could be read and has faults */
	return OK;
}

/* The key itself, or the second line of the file of that name. */
static const char *public_key(const char *arg, struct buf *text)
{
	if (!fs_exists(arg) || fs_read(arg, PUB_CAP, text) < 0 || text->len == 0)
		return arg;
	char *line = strchr(text->data, '\n');
	line = line && line[1] ? line + 1 : text->data;
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

static int run_verify(const struct args *a)
{
	char why[SOURCE_WHY] = "";
	BUF(text);

	if (a->rest_count != 1 || !args_has(a, "key"))
		return complain("verify FILE.sqlar --key PUB", ERR_USAGE);
	int rc = crypt_start();
	if (rc == OK)
		rc = site_verify_archive(a->rest[0], public_key(args_get(a, "key", ""), &text), why,
					 sizeof(why));
	if (rc < 0)
		return complain(why, rc);
	printf("%s: signature and rows are right\n", a->rest[0]);
	return OK;
}

static int run_keygen(const struct args *a)
{
	struct site_key key;
	char line[64];

	if (a->rest_count != 1)
		return complain("keygen FILE", ERR_USAGE);
	if (fs_exists(a->rest[0]))
		return complain("there is a key already; it is not overwritten", ERR_CONFLICT);
	int rc = crypt_start();
	if (rc < 0)
		return rc;
	site_key_make(&key);
	rc = site_key_save(&key, a->rest[0]);
	site_key_public(&key, line);
	crypt_wipe(&key, sizeof(key));
	if (rc < 0)
		return complain("the key cannot be written", rc);
	printf("%s\n", line);
	return OK;
}

static int run_list(const struct args *a)
{
	struct archive *archive;

	if (a->rest_count != 1)
		return complain("list FILE.sqlar", ERR_USAGE);
	int rc = archive_open(a->rest[0], &archive);
	if (rc < 0)
		return complain("the archive cannot be opened", rc);
	for (int i = 0; i < archive_count(archive); i++) {
		struct archive_file f = {0};
		archive_find(archive, archive_name(archive, i), &f);
		printf("%9zu %9zu %s %s\n", f.size, f.len, f.etag, archive_name(archive, i));
	}
	archive_close(archive);
	return OK;
}

static int run_pack(const struct args *a)
{
	if (a->rest_count != 1 || !args_has(a, "from"))
		return complain("pack --from DIR FILE.sqlar", ERR_USAGE);
	int rc = site_pack(args_get(a, "from", ""), a->rest[0]);
	if (rc < 0)
		return complain("the folder cannot be packed", rc);
	printf("%s\n", a->rest[0]);
	return OK;
}

static const struct command COMMANDS[] = {
	{ "build", BUILD, "", "render every page into one archive and sign it", run_build },
	{ "check", CHECK, "", "look for what a tenant could trip over", run_check },
	{ "verify", VERIFY, "FILE.sqlar", "judge signature and rows of an archive", run_verify },
	{ "keygen", NONE, "FILE", "make a key pair: FILE and FILE.pub", run_keygen },
	{ "pack", PACK, "FILE.sqlar", "put a folder of built files into an archive", run_pack },
	{ "list", NONE, "FILE.sqlar", "sizes, etags and names of all rows", run_list },
	{ 0 },
};

int main(int argc, char **argv)
{
	static const struct program PROGRAM = {
		"portiek-site", "turns catalogue and templates into one signed archive", COMMANDS
	};

	return program_main(&PROGRAM, argc, argv);
}
