/* Pages from the archive, the built-in page, sentences of errors.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/kiosk/fixture.h"

#include "firmware/pages.h"
#include "firmware/sentences.h"
#include "shared/io/archive.h"

static const char *const FILES[][2] = {
	{ "nl/index.html", "<p>begin, en nog eens begin begin begin begin begin begin</p>" },
	{ "nl/woning/index.html", "<p>woning</p>" },
	{ "assets/kiosk.abcd1234.css", "body{}" },
	{ "messages.nl.json", "{\"error.queue_full\":\"De zuil is vol. Bel {phone}.\"}" },
	{ "messages.en.json", "{\"error\":{\"queue_full\":\"This kiosk is full. Call {phone}.\"}}" },
};

static void open_site(struct kiosk *k)
{
	char path[] = "/tmp/portiek-pages-XXXXXX";
	struct archive_writer *w = archive_begin();
	for (size_t i = 0; i < COUNT_OF(FILES); i++)
		assert_int_equal(archive_add(w, FILES[i][0], FILES[i][1], strlen(FILES[i][1])), OK);
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(archive_finish(w, path), OK);
	kiosk_bare(k);
	assert_int_equal(pages_use(k->app->pages, path, "v1"), OK);
	unlink(path);
}

static int get(struct kiosk *k, const char *path, struct reply *rp)
{
	struct request rq = request_of(HTTP_GET, path);
	rq.accept_encoding = "deflate";
	memset(rp, 0, sizeof *rp);
	return pages_get(k->app, &rq, rp);
}

static void a_page_comes_as_stored_with_its_etag(void **state)
{
	struct kiosk k;
	struct reply rp;
	(void)state;
	open_site(&k);
	assert_int_equal(get(&k, "/nl/", &rp), OK);
	assert_true(rp.html_csp);
	assert_non_null(rp.fixed);
	const char *at = strstr(rp.headers, "ETag: \"");
	assert_non_null(at);
	char etag[120];
	snprintf(etag, sizeof etag, "%.*s", (int)strcspn(at + 6, "\r"), at + 6);
	struct request rq = request_of(HTTP_GET, "/nl/");
	rq.accept_encoding = "deflate";
	rq.if_none_match = etag;
	struct reply again = { 0 };
	assert_int_equal(pages_get(k.app, &rq, &again), OK_UNCHANGED);
	assert_int_equal(get(&k, "/assets/kiosk.abcd1234.css", &rp), OK);
	assert_non_null(strstr(rp.cache, "immutable"));
	assert_false(rp.html_csp);
	kiosk_close(&k);
	PROVES("R60");
}

static void a_folder_without_its_slash_is_sent_on(void **state)
{
	struct kiosk k;
	struct reply rp;
	(void)state;
	open_site(&k);
	assert_int_equal(get(&k, "/nl/woning", &rp), OK_FOUND);
	assert_non_null(strstr(rp.headers, "location: /nl/woning/\r\n"));
	struct request rq = request_of(HTTP_GET, "/");
	memset(&rp, 0, sizeof rp);
	assert_int_equal(pages_root(k.app, &rq, &rp), OK_FOUND);
	assert_non_null(strstr(rp.headers, "location: /nl/\r\n"));
	kiosk_close(&k);
	PROVES("R60");
}

static void an_unknown_page_says_so_in_words(void **state)
{
	struct kiosk k;
	struct reply rp;
	(void)state;
	open_site(&k);
	assert_int_equal(get(&k, "/nl/nergens/", &rp), OK);
	assert_int_equal(rp.status, 404);
	assert_non_null(strstr(buf_text(&rp.body), "Deze pagina is er niet"));
	assert_non_null(strstr(buf_text(&rp.body), "112"));
	buf_free(&rp.body);
	kiosk_close(&k);
	PROVES("R51");
}

static void before_the_first_site_emergency_numbers_stand(void **state)
{
	struct kiosk k;
	struct reply rp;
	(void)state;
	kiosk_bare(&k);
	text_copy(k.app->set.corporation, sizeof k.app->set.corporation, "Wonen <b>& Zo");
	text_copy(k.app->set.phone, sizeof k.app->set.phone, "010 123 45 67");
	assert_int_equal(get(&k, "/nl/", &rp), OK);
	assert_int_equal(rp.status, 503);
	const char *page = buf_text(&rp.body);
	assert_non_null(strstr(page, "wordt ingericht"));
	assert_non_null(strstr(page, "112"));
	assert_non_null(strstr(page, "0800-9009"));
	assert_non_null(strstr(page, "010 123 45 67"));
	assert_non_null(strstr(page, "Wonen &#60;b&#62;&#38; Zo"));
	assert_null(strstr(page, "<b>&"));
	buf_free(&rp.body);
	kiosk_close(&k);
	PROVES("R51 R60");
}

static void an_error_speaks_the_language_of_the_page(void **state)
{
	struct kiosk k;
	char out[200];
	struct request rq = request_of(HTTP_POST, "/api/v1/reports");
	(void)state;
	open_site(&k);
	put_config(&k, "corporation", "{\"name\":\"Wonen\",\"phone\":\"010 123\"}");
	sentences_find(k.app, &rq, "queue_full", out, sizeof out);
	assert_string_equal(out, "De zuil is vol. Bel 010 123.");
	rq.language = "en";
	sentences_find(k.app, &rq, "queue_full", out, sizeof out);
	assert_string_equal(out, "This kiosk is full. Call 010 123.");
	rq.language = "../x";
	sentences_find(k.app, &rq, "queue_full", out, sizeof out);
	assert_string_equal(out, "De zuil is vol. Bel 010 123.");
	sentences_find(k.app, &rq, "internal", out, sizeof out);
	assert_string_equal(out, "Dit is niet gelukt. Bel ons op 010 123.");
	kiosk_close(&k);
	PROVES("R40");
}

static void a_damaged_site_leaves_the_old_one(void **state)
{
	struct kiosk k;
	struct reply rp;
	(void)state;
	open_site(&k);
	assert_true(pages_use(k.app->pages, "/nonexistent/site.sqlar", "v2") < 0);
	assert_string_equal(pages_version(k.app->pages), "v1");
	assert_int_equal(get(&k, "/nl/", &rp), OK);
	assert_int_equal(rp.status, 0); /* not the page of a kiosk without a site */
	assert_non_null(rp.fixed);
	kiosk_close(&k);
	PROVES("R60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_comes_as_stored_with_its_etag),
		cmocka_unit_test(a_folder_without_its_slash_is_sent_on),
		cmocka_unit_test(an_unknown_page_says_so_in_words),
		cmocka_unit_test(before_the_first_site_emergency_numbers_stand),
		cmocka_unit_test(an_error_speaks_the_language_of_the_page),
		cmocka_unit_test(a_damaged_site_leaves_the_old_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
