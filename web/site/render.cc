// kainjow-mustache behind render.h.
//
// The library parses text into one component per word and blank, and re-parses partials at every
// use. So a template is prepared before it is compiled: partials expanded, indentation and
// tag-only lines removed, and every run of literal text replaced by one raw tag "_<number>" that
// the context answers from a table. That makes a page cost its tags, not its words.
//
// SPDX-License-Identifier: EUPL-1.2
extern "C" {
#include "web/site/render.h"

#include "shared/base/log.h"
}

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <kainjow/mustache.hpp>

namespace km = kainjow::mustache;
using std::string;

namespace {

constexpr int PARTIAL_DEPTH = 12;

struct compiled {
	std::unique_ptr<km::mustache> tmpl;
	std::vector<km::data> literals;
};

string escape(const string &s)
{
	static const char specials[] = "&<>\"'";
	size_t at = s.find_first_of(specials);
	if (at == string::npos)
		return s;
	string out(s, 0, at);
	for (; at < s.size(); at++) {
		switch (s[at]) {
		case '&': out += "&amp;"; break;
		case '<': out += "&lt;"; break;
		case '>': out += "&gt;"; break;
		case '"': out += "&quot;"; break;
		case '\'': out += "&#39;"; break;
		default: out += s[at];
		}
	}
	return out;
}

// Empty text, null and false are one thing to a template: absent but known.
km::data to_data(const struct val *v)
{
	if (val_is_object(v)) {
		km::data out(km::data::type::object);
		VAL_EACH(child, v)
			out[val_name(child)] = to_data(child);
		return out;
	}
	if (val_is_array(v)) {
		km::data out(km::data::type::list);
		auto &list = const_cast<km::list &>(out.list_value()); // push_back would copy deeply
		list.reserve(static_cast<size_t>(val_count(v)));
		VAL_EACH(child, v)
			list.push_back(to_data(child));
		return out;
	}
	if (val_is_string(v)) {
		const char *text = val_text(v, "");
		return *text ? km::data(text) : km::data(false);
	}
	if (val_is_int(v))
		return km::data(std::to_string(val_int(v, 0)));
	return km::data(val_bool(v, false));
}

struct message {
	km::data text; // escaped already
	bool asked;
};

void flatten(const struct val *v, const string &prefix, std::unordered_map<string, message> &into)
{
	VAL_EACH(child, v) {
		string key = prefix + val_name(child);
		const char *text = val_text(child, "");
		if (val_is_object(child))
			flatten(child, key + ".", into);
		else
			into.emplace(key, message{ *text ? km::data(escape(text)) : km::data(false),
						   false });
	}
}

} // namespace

struct render_set {
	std::map<string, string> partials;
	std::unordered_map<string, compiled> templates;
};

struct render_base {
	std::unordered_map<string, message> messages; // "m.start.title"
	std::set<string> missing;
	km::data common;
};

namespace {

class page_context : public km::basic_context<string> {
public:
	page_context(render_base &base, const compiled &c, const km::data &view)
		: base_(base), literals_(c.literals), stack_{&base.common, &view}
	{
	}
	void push(const km::data *data) override { stack_.push_back(data); }
	void pop() override { stack_.pop_back(); }
	const km::data *get_partial(const string &) const override { return nullptr; }

	const km::data *get(const string &name) const override
	{
		if (name[0] == '_')
			return &literals_[std::strtoul(name.c_str() + 1, nullptr, 10)];
		if (name.compare(0, 2, "m.") == 0)
			return find_message(name);
		if (name == ".")
			return stack_.back();
		size_t dot = name.find('.');
		if (dot == string::npos)
			return field(name);
		const km::data *at = field(name.substr(0, dot));
		while (at && dot != string::npos) {
			size_t next = name.find('.', dot + 1);
			at = at->get(name.substr(dot + 1, next - dot - 1));
			dot = next;
		}
		return at;
	}

private:
	const km::data *field(const string &name) const
	{
		for (size_t i = stack_.size(); i > 0; i--)
			if (const km::data *found = stack_[i - 1]->get(name))
				return found;
		return nullptr;
	}
	const km::data *find_message(const string &name) const
	{
		auto found = base_.messages.find(name);
		if (found == base_.messages.end()) {
			base_.missing.insert(name);
			return nullptr;
		}
		found->second.asked = true;
		return &found->second.text;
	}
	render_base &base_;
	const std::vector<km::data> &literals_;
	std::vector<const km::data *> stack_;
};

// Where the library writes to.
struct sink {
	struct buf *out;
	sink &operator<<(const string &s)
	{
		buf_add(out, s.data(), s.size());
		return *this;
	}
};

// ---- preparing a template -----------------------------------------------------------------

string trimmed(const string &s)
{
	size_t from = s.find_first_not_of(" \t\r\n");
	if (from == string::npos)
		return "";
	return s.substr(from, s.find_last_not_of(" \t\r\n") - from + 1);
}

// One tag "{{…}}" starting at `at`: its end, its sigil ('v' for a variable, '{' raw) and name.
bool read_tag(const string &s, size_t at, size_t &end, char &sigil, string &name)
{
	bool raw = s.compare(at, 3, "{{{") == 0;
	const char *close = raw ? "}}}" : "}}";
	size_t stop = s.find(close, at + 2);
	if (stop == string::npos)
		return false;
	end = stop + std::strlen(close);
	string body = trimmed(s.substr(at + (raw ? 3 : 2), stop - at - (raw ? 3 : 2)));
	sigil = raw ? '{' : 'v';
	if (!raw && !body.empty() && std::strchr("#^/>&!=", body[0])) {
		sigil = body[0] == '&' ? '{' : body[0];
		body = trimmed(body.substr(1));
	}
	name = body;
	return true;
}

// Partials put in, comments taken out.
bool expand(const render_set &set, const string &in, int depth, string &out, string &why)
{
	size_t at = 0;
	for (;;) {
		size_t tag = in.find("{{", at);
		out.append(in, at, tag - at);
		if (tag == string::npos)
			return true;
		size_t end;
		char sigil;
		string name;
		if (!read_tag(in, tag, end, sigil, name)) {
			why = "unclosed tag";
			return false;
		}
		at = end;
		if (sigil == '>') {
			auto partial = set.partials.find(name);
			if (partial == set.partials.end() || depth == 0) {
				why = "partial \"" + name + (depth ? "\" is not there" : "\" goes in circles");
				return false;
			}
			if (!expand(set, partial->second, depth - 1, out, why))
				return false;
		} else if (sigil != '!') {
			out.append(in, tag, end - tag);
		}
	}
}

// Does the line hold nothing but section tags?
bool only_sections(const string &line)
{
	size_t at = 0;
	while (at < line.size()) {
		size_t end;
		char sigil;
		string name;
		if (line.compare(at, 2, "{{") != 0 || !read_tag(line, at, end, sigil, name) ||
		    !std::strchr("#^/", sigil))
			return false;
		at = line.find_first_not_of(" \t", end);
	}
	return true;
}

string tighten(const string &in)
{
	string out;
	for (size_t at = 0; at < in.size();) {
		size_t stop = std::min(in.find('\n', at), in.size());
		string line = trimmed(in.substr(at, stop - at));
		at = stop + 1;
		out += line;
		if (stop < in.size() && !line.empty() && !only_sections(line))
			out += '\n';
	}
	return out;
}

// The text as it stands, but a line with nothing but section tags leaves no line.
string drop_section_lines(const string &in)
{
	string out;
	for (size_t at = 0; at < in.size();) {
		size_t stop = std::min(in.find('\n', at), in.size());
		string line = in.substr(at, stop - at);
		bool only = !trimmed(line).empty() && only_sections(trimmed(line));
		at = stop + 1;
		out += only ? trimmed(line) : line;
		if (stop < in.size() && !only)
			out += '\n';
	}
	return out;
}

// Literal runs become "{{{_n}}}"; messages become raw, they are escaped already.
bool prepare(const string &in, compiled &into, string &out, string &why)
{
	size_t at = 0;
	while (at < in.size()) {
		size_t tag = in.find("{{", at);
		if (tag != at) {
			out += "{{{_" + std::to_string(into.literals.size()) + "}}}";
			into.literals.emplace_back(in.substr(at, tag - at));
		}
		if (tag == string::npos)
			break;
		char sigil;
		string name;
		if (!read_tag(in, tag, at, sigil, name)) {
			why = "unclosed tag";
			return false;
		}
		bool picture = name.size() >= 3 && name.compare(name.size() - 3, 3, "svg") == 0;
		if (name.empty() || name[0] == '_' || sigil == '=' || (sigil == '{' && !picture)) {
			why = "tag \"" + name + "\" is not allowed here";
			return false;
		}
		if (sigil == 'v' && name.compare(0, 2, "m.") == 0)
			sigil = '{';
		if (sigil == '{')
			out += "{{{" + name + "}}}";
		else
			out += (sigil == 'v' ? "{{" : string("{{") + sigil) + name + "}}";
	}
	return true;
}

} // namespace

// ---- the C door ---------------------------------------------------------------------------

struct render_set *render_set_new(void)
{
	return new render_set;
}

void render_set_free(struct render_set *set)
{
	delete set;
}

void render_add_partial(struct render_set *set, const char *name, const char *text)
{
	set->partials[name] = text;
}

int render_add_template(struct render_set *set, const char *name, const char *text, char *why,
			size_t cap)
{
	compiled c;
	string whole, tight, ready, reason;
	bool fine = expand(*set, text, PARTIAL_DEPTH, whole, reason);

	if (fine)
		fine = prepare(tighten(whole), c, ready, reason);
	if (fine) {
		c.tmpl.reset(new km::mustache(ready));
		c.tmpl->set_custom_escape(escape);
		fine = c.tmpl->is_valid();
		reason = c.tmpl->error_message();
	}
	if (!fine) {
		std::snprintf(why, cap, "%s.mustache: %s", name, reason.c_str());
		return ERR_INPUT;
	}
	set->templates[name] = std::move(c);
	return OK;
}

bool render_has(const struct render_set *set, const char *name)
{
	return set->templates.count(name) != 0;
}

struct render_base *render_base_new(const struct val *messages, const struct val *common)
{
	auto *base = new render_base;
	flatten(messages, "m.", base->messages);
	base->common = to_data(common);
	return base;
}

void render_base_free(struct render_base *base)
{
	delete base;
}

void render_page(struct render_set *set, const char *name, struct render_base *base,
		 const struct val *view, struct buf *out)
{
	auto found = set->templates.find(name);
	if (found == set->templates.end())
		die("site.no_template", "template=%s", name);
	km::data data = to_data(view);
	page_context context(*base, found->second, data);
	sink to = { out };
	found->second.tmpl->render(context, to);
}

void render_messages_asked(const struct render_base *base,
			   void (*fn)(void *ctx, const char *key, bool found), void *ctx)
{
	std::map<string, bool> sorted;
	for (const auto &one : base->messages)
		if (one.second.asked)
			sorted[one.first] = true;
	for (const auto &one : base->missing)
		sorted[one] = false;
	for (const auto &one : sorted)
		fn(ctx, one.first.c_str() + 2, one.second);
}

int render_plain(const char *text, const struct val *view, struct buf *out, char *why, size_t cap)
{
	compiled c;
	render_set no_partials;
	render_base base;
	string whole, ready, reason;
	bool fine = expand(no_partials, text, PARTIAL_DEPTH, whole, reason) &&
		    prepare(drop_section_lines(whole), c, ready, reason);
	if (fine) {
		c.tmpl.reset(new km::mustache(ready));
		c.tmpl->set_custom_escape([](const string &s) { return s; });
		fine = c.tmpl->is_valid();
		reason = c.tmpl->error_message();
	}
	if (!fine) {
		std::snprintf(why, cap, "%s", reason.c_str());
		return ERR_INPUT;
	}
	base.common = km::data(km::data::type::object);
	km::data data = to_data(view);
	page_context context(base, c, data);
	sink to = { out };
	c.tmpl->render(context, to);
	return OK;
}
