/* Printing struct val: compact for the wire and the disk, or with tabs for people.
 *
 * Not cJSON's printer, which writes whole numbers from 10^15 on with an exponent as soon as fifteen
 * digits name them ("4.50359962737049e+15"): a document that our own strict scan refuses. Promises:
 * what is printed passes val_scan, whenever it was read through it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <string.h>

#include "shared/base/val.h"

struct printer {
	struct buf *out;
	bool pretty;
};

void val_quote(const char *s, struct buf *out)
{
	static const char names[] = "\"\\bfnrt", values[] = "\"\\\b\f\n\r\t";
	buf_char(out, '"');
	for (;;) {
		size_t plain = 0;
		while ((unsigned char)s[plain] >= 0x20 && s[plain] != '"' && s[plain] != '\\')
			plain++;
		buf_add(out, s, plain);
		s += plain;
		if (!*s)
			break;
		const char *name = strchr(values, *s);
		if (name)
			buf_fmt(out, "\\%c", names[name - values]);
		else
			buf_fmt(out, "\\u%04x", (unsigned char)*s);
		s++;
	}
	buf_char(out, '"');
}

static void indent(const struct printer *p, int depth)
{
	for (int i = 0; p->pretty && i < depth; i++)
		buf_char(p->out, '\t');
}

static void print_node(const struct printer *p, const cJSON *n, int depth);

static void print_children(const struct printer *p, const cJSON *n, int depth)
{
	bool object = cJSON_IsObject(n);
	const char *line = p->pretty && object ? "\n" : "";
	buf_char(p->out, object ? '{' : '[');
	buf_str(p->out, line);
	for (const cJSON *c = n->child; c; c = c->next) {
		if (object) {
			indent(p, depth + 1);
			val_quote(c->string ? c->string : "", p->out);
			buf_str(p->out, p->pretty ? ":\t" : ":");
		}
		print_node(p, c, depth + 1);
		if (c->next)
			buf_str(p->out, p->pretty && !object ? ", " : ",");
		buf_str(p->out, line);
	}
	if (object)
		indent(p, depth);
	buf_char(p->out, object ? '}' : ']');
}

static void print_node(const struct printer *p, const cJSON *n, int depth)
{
	if (cJSON_IsObject(n) || cJSON_IsArray(n))
		print_children(p, n, depth);
	else if (cJSON_IsString(n))
		val_quote(n->valuestring, p->out);
	else if (cJSON_IsNumber(n))
		buf_fmt(p->out, "%" PRId64, (int64_t)n->valuedouble);
	else if (cJSON_IsBool(n))
		buf_str(p->out, cJSON_IsTrue(n) ? "true" : "false");
	else
		buf_str(p->out, cJSON_IsRaw(n) ? n->valuestring : "null");
}

void val_print(const struct val *v, struct buf *out)
{
	const struct printer p = { out, false };
	print_node(&p, (const cJSON *)v, 0);
}

void val_print_pretty(const struct val *v, struct buf *out)
{
	const struct printer p = { out, true };
	print_node(&p, (const cJSON *)v, 0);
}
