/* Names the linker puts in front of the product's and the library's own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_SIM_WRAP_H
#define TESTS_SIM_WRAP_H

#include <pthread.h>
#include <stddef.h>
#include <time.h>

#include "shared/io/ical.h"
#include "shared/base/clock.h"
#include "shared/base/crypt.h"
#include "shared/base/log.h"

/* Chance of libsodium from the world's dice. */
void wrap_start(void);

struct clock __wrap_clock_system(void);
time_t __wrap_time(time_t *ret);
int __wrap_log_enabled(enum log_level level);
void __wrap_log_line(enum log_level level, const char *event, const char *fmt, ...) PRINTF_LIKE(3, 4);
void __wrap_die(const char *event, const char *fmt, ...) PRINTF_LIKE(2, 3) __attribute__((noreturn));
char *__wrap_getenv(const char *name);
char *__real_getenv(const char *name);
int __wrap_raise(int signal);
int __wrap_malloc_trim(size_t pad);
void __wrap__exit(int status) __attribute__((noreturn));
void __real__exit(int status) __attribute__((noreturn));
char *__wrap_realpath(const char *path, char *out);
char *__real_realpath(const char *path, char *out);
int __wrap_pthread_create(pthread_t *ret, const pthread_attr_t *attr, void *(*fn)(void *ctx), void *ctx);
int __wrap_pthread_join(pthread_t thread, void **ret);
int __wrap_link_watch_open(void);

/* crypt.c: a cheap stand-in for each of these verbs, or the real one. */
#define CRYPT_DOUBLE(type, name, ...) type __wrap_##name(__VA_ARGS__); type __real_##name(__VA_ARGS__)
CRYPT_DOUBLE(void, sign_key_make, struct sign_key *ret);
CRYPT_DOUBLE(void, sign_key_from_seed, const uint8_t seed[SEED_BYTES], struct sign_key *ret);
CRYPT_DOUBLE(void, sign_make, const struct sign_key *k, const void *msg, size_t n, uint8_t sig[SIG_BYTES]);
CRYPT_DOUBLE(bool, sign_check, const uint8_t pub[PUBKEY_BYTES], const void *msg, size_t n,
	     const uint8_t sig[SIG_BYTES]);
CRYPT_DOUBLE(void, seal_key_make, struct seal_key *ret);
CRYPT_DOUBLE(void, seal_key_public, struct seal_key *k);
CRYPT_DOUBLE(void, seal_close, const uint8_t pub[32], const void *p, size_t n, struct buf *out);
CRYPT_DOUBLE(void, seal_ready_make, const uint8_t pub[32], struct seal_ready *ret);
CRYPT_DOUBLE(void, seal_close_ready, struct seal_ready *r, const uint8_t pub[32], const void *p, size_t n,
	     struct buf *out);
CRYPT_DOUBLE(int, seal_open, const struct seal_key *k, const void *p, size_t n, struct buf *out);
#undef CRYPT_DOUBLE

int __real_ical_zone_read(const char *name, struct ical_zone *ret);
int __wrap_ical_zone_read(const char *name, struct ical_zone *ret);

#endif
