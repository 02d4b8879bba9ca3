/* struct val over cJSON: reading and building. The strict pre-scan is json_scan.c, printing json_print.c.
 *
 * struct val is never defined: a struct val * is a cJSON *, and only these files know.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/log.h"
#include "shared/base/val.h"

static cJSON *node(struct val *v)
{
	return (cJSON *)v;
}

static const cJSON *const_node(const struct val *v)
{
	return (const cJSON *)v;
}

static struct val *made(cJSON *n)
{
	if (!n)
		die("memory.none", "what=json");
	return (struct val *)n;
}

int val_parse(const char *text, size_t len, const struct val_limits *limits, struct val **ret,
	      struct val_fault *fault)
{
	*ret = NULL;
	int err = val_scan(text, len, limits, fault);
	if (err)
		return err;
	return val_read(text, len, ret);
}

int val_read(const char *text, size_t len, struct val **ret)
{
	const char *end = NULL;
	*ret = made(cJSON_ParseWithLengthOpts(text, len, &end, 0));
	return OK;
}

void val_free(struct val *v)
{
	cJSON_Delete(node(v));
}

void val_freep(struct val **v)
{
	val_free(*v);
}

const struct val *val_get(const struct val *v, const char *name)
{
	return (const struct val *)cJSON_GetObjectItemCaseSensitive(const_node(v), name);
}

bool val_is_object(const struct val *v)
{
	return cJSON_IsObject(const_node(v));
}

bool val_is_array(const struct val *v)
{
	return cJSON_IsArray(const_node(v));
}

bool val_is_string(const struct val *v)
{
	return cJSON_IsString(const_node(v));
}

bool val_is_int(const struct val *v)
{
	return cJSON_IsNumber(const_node(v));
}

bool val_is_bool(const struct val *v)
{
	return cJSON_IsBool(const_node(v));
}

bool val_is_null(const struct val *v)
{
	return cJSON_IsNull(const_node(v));
}

const char *val_text(const struct val *v, const char *dflt)
{
	return val_is_string(v) ? const_node(v)->valuestring : dflt;
}

int64_t val_int(const struct val *v, int64_t dflt)
{
	return val_is_int(v) ? (int64_t)const_node(v)->valuedouble : dflt;
}

bool val_bool(const struct val *v, bool dflt)
{
	return val_is_bool(v) ? cJSON_IsTrue(const_node(v)) : dflt;
}

const char *val_str_of(const struct val *v, const char *name, const char *dflt)
{
	return val_text(val_get(v, name), dflt);
}

int64_t val_int_of(const struct val *v, const char *name, int64_t dflt)
{
	return val_int(val_get(v, name), dflt);
}

bool val_bool_of(const struct val *v, const char *name, bool dflt)
{
	return val_bool(val_get(v, name), dflt);
}

const struct val *val_first(const struct val *v)
{
	return val_is_object(v) || val_is_array(v) ? (const struct val *)const_node(v)->child : NULL;
}

const struct val *val_next(const struct val *child)
{
	return (const struct val *)const_node(child)->next;
}

int val_count(const struct val *v)
{
	return val_is_object(v) || val_is_array(v) ? cJSON_GetArraySize(const_node(v)) : 0;
}

struct val *val_last(struct val *v)
{
	int n = val_count(v);
	return n ? (struct val *)cJSON_GetArrayItem((cJSON *)v, n - 1) : NULL;
}

const char *val_name(const struct val *child)
{
	const char *name = child ? const_node(child)->string : NULL;
	return name ? name : "";
}

struct val *val_object(void)
{
	return made(cJSON_CreateObject());
}

struct val *val_array(void)
{
	return made(cJSON_CreateArray());
}

void val_put(struct val *into, const char *name, struct val *child)
{
	bool done = name ? cJSON_AddItemToObject(node(into), name, node(child))
			 : cJSON_AddItemToArray(node(into), node(child));
	if (!done)
		die("json.put", "name=%s", name ? name : "");
}

void val_put_str(struct val *into, const char *name, const char *s)
{
	val_put(into, name, made(s ? cJSON_CreateString(s) : cJSON_CreateNull()));
}

void val_put_int(struct val *into, const char *name, int64_t n)
{
	val_put(into, name, made(cJSON_CreateNumber((double)n)));
}

void val_put_bool(struct val *into, const char *name, bool b)
{
	val_put(into, name, made(cJSON_CreateBool(b)));
}

void val_put_null(struct val *into, const char *name)
{
	val_put(into, name, made(cJSON_CreateNull()));
}

void val_put_raw(struct val *into, const char *name, const char *json)
{
	val_put(into, name, made(cJSON_CreateRaw(json)));
}

struct val *val_put_object(struct val *into, const char *name)
{
	struct val *child = val_object();
	val_put(into, name, child);
	return child;
}

struct val *val_put_array(struct val *into, const char *name)
{
	struct val *child = val_array();
	val_put(into, name, child);
	return child;
}

struct val *val_copy(const struct val *v)
{
	return made(cJSON_Duplicate(const_node(v), 1));
}
