/* The words of a confirmation mail.
 *
 * Owns nothing; one text per language, blanks filled from the case. A report about a person says
 * less: mailboxes are shared.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/app.h"
#include "server/case_view.h"
#include "server/catalogues.h"
#include "server/outgoing_store.h"
#include "server/routing.h"
#include "shared/io/mail.h"
#include "shared/model/report.h"

/* subject: 1 receipt. home and outside: 1 name, 2 receipt, 3 subject, 4 party, 5 corporation,
 * 6 phone, in this order. */
static const struct letter {
	const char *lang, *subject, *home, *outside, *person;
} LETTERS[] = {
	{ "nl", "Wij hebben uw melding %s",
	  "Beste %s,\n\nWij hebben uw melding ontvangen. Uw nummer is %s.\n\nHet gaat over: %s\n"
	  "Dit pakt op: %s\n\nU hoort van ons wanneer iemand komt. Op de zuil in de hal ziet u met uw\n"
	  "nummer en code hoe het ermee staat.\n\n%s\nTelefoon: %s\n",
	  "Beste %s,\n\nWij hebben uw melding over de omgeving ontvangen. Uw nummer is %s.\n\n"
	  "Het gaat over: %s\nDit pakt op: %s\n\nEr komt geen monteur bij u thuis. Wij laten u weten wat er\n"
	  "met uw melding gebeurt.\n\n%s\nTelefoon: %s\n",
	  "uw melding in vertrouwen" },
	{ "en", "We have received your report %s",
	  "Dear %s,\n\nWe have received your report. Your number is %s.\n\nIt is about: %s\n"
	  "Who deals with it: %s\n\nWe will let you know when somebody comes. At the kiosk in the hall you\n"
	  "can see how it stands with your number and code.\n\n%s\nTelephone: %s\n",
	  "Dear %s,\n\nWe have received your report about the surroundings. Your number is %s.\n\n"
	  "It is about: %s\nWho deals with it: %s\n\nNobody will come to your home for this. We will let you\n"
	  "know what happens with your report.\n\n%s\nTelephone: %s\n",
	  "your report in confidence" },
};

static const struct letter *letter_of(const char *lang)
{
	for (size_t i = 0; i < COUNT_OF(LETTERS); i++)
		if (!strcmp(LETTERS[i].lang, lang))
			return &LETTERS[i];
	return &LETTERS[0];
}

static void fill_text(struct app *app, const struct case_row *c, const struct report *r,
		      struct mail *m)
{
	const struct letter *l = letter_of(r->lang);
	bool outside = !strcmp(c->branch, "surroundings");
	char subject[300], party[120];
	BUF(text);
	case_subject(app, c, subject, sizeof subject);
	routing_party_label(app, c->party, party, sizeof party);
	snprintf(m->subject, sizeof m->subject, l->subject, c->receipt);
	buf_fmt(&text, outside ? l->outside : l->home, r->name, c->receipt,
		c->restricted ? l->person : subject, party[0] ? party : app->settings.dept_phone,
		app->settings.name, app->settings.phone);
	m->text = buf_take(&text);
}

int notify_compose(struct app *app, const struct outgoing *o, struct mail *ret)
{
	struct case_row c;
	struct report r;
	const struct settings *s = &app->settings;
	memset(ret, 0, sizeof *ret);
	if (!case_find(app->db, o->nr, &c) || case_open_report(app, &c, &r) || !r.mail[0])
		return ERR_NOT_FOUND;
	text_copy(ret->from, sizeof ret->from, s->mail_from[0] ? s->mail_from : s->mail);
	text_copy(ret->from_name, sizeof ret->from_name, s->name);
	text_copy(ret->to, sizeof ret->to, r.mail);
	text_copy(ret->lang, sizeof ret->lang, letter_of(r.lang)->lang);
	const char *at = strchr(ret->from, '@');
	snprintf(ret->id, sizeof ret->id, "%.36s.%lld@%.50s", c.id, (long long)o->n,
		 at ? at + 1 : "portiek.invalid");
	ret->date = app_now(app);
	fill_text(app, &c, &r, ret);
	return OK;
}

void notify_mail_free(struct mail *m)
{
	free(m->text);
	m->text = NULL;
}
