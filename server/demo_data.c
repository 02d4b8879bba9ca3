/* The invented neighbourhood of `init --demo`: Woonstichting Waterkant in Lindehaven.
 *
 * Owns nothing and uses no chance: the same rows on every machine, as import files, so the demo goes
 * through the same door as a corporation's own register. Nobody and nothing in it exists; phone
 * numbers and mail addresses lead nowhere.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/init.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "shared/io/csv.h"

const char DEMO_SETTINGS[] =
	"; Settings of the demo. Every key with its meaning: portiek-central --print-config\n"
	"[corporation]\n"
	"name = Woonstichting Waterkant\n"
	"phone = 088 000 1200\n"
	"mail = info@waterkant.example\n"
	"website = https://waterkant.example\n"
	"duty_line = 088 000 1299\n"
	"water_company = 088 000 1298\n"
	"erp = Vastgoedbeheer\n"
	"[departments]\n"
	"phone = Klantcontactcentrum\n"
	"repair = Reparatie en onderhoud\n"
	"living = Wonen en leefbaarheid\n"
	"energy = Duurzaamheid\n"
	"[mail]\n"
	"; into files, so nothing leaves this machine; a real one says smtp://host:port\n"
	"server = dir:mail\n"
	"[signin]\n"
	"; the demo makes 500 records in a second; a real directory keeps the default cost\n"
	"memory_kib = 1024\n"
	"passes = 2\n";

static const struct block {
	const char *complex, *street, *postcode, *type;
	int homes;
	int per_riser;       /* homes that share a stairwell or standpipe */
	int first, step;     /* house numbers */
	int storage, parking; /* every n-th home has one, 0 = none */
	int nom;
} BLOCKS[] = {
	{ "LINDENHOF", "Lindenhof", "8299 LA", "PORTIEKWONING", 160, 8, 1, 1, 1, 0, 0 },
	{ "SLUISKADE", "Sluiskade", "8299 SK", "GALERIJWONING", 180, 10, 2, 2, 3, 4, 0 },
	{ "ZONNEWEIDE", "Zonneweide", "8299 ZW", "EENGEZINSWONING", 60, 6, 1, 2, 0, 0, 1 },
};

static const char *const FIRST[] = { "Anna", "Bram", "Chantal", "Daan", "Emine", "Fatima", "Gijs",
	"Hanneke", "Ibrahim", "Joke", "Kees", "Lotte", "Mohamed", "Nienke", "Olena", "Piotr", "Quinten",
	"Rachida", "Sanne", "Thomas", "Umut", "Vera", "Wim", "Xander", "Yara", "Zeynep" };
static const char *const LAST[] = { "Aarts", "Bakker", "van den Berg", "Çelik", "Dekker", "El Amrani",
	"Faber", "de Graaf", "Haddad", "Jansen", "Kowalska", "van Leeuwen", "Meijer", "Nowak", "Okafor",
	"Peters", "de Ruiter", "Şahin", "Timmer", "Visser", "de Wit", "Yıldız", "Zijlstra" };

static void row(struct buf *out, const char *const *cells, int count)
{
	for (int i = 0; i < count; i++)
		csv_put(out, cells[i], i == 0);
	csv_end(out);
}

/* ---- parties ------------------------------------------------------------------------------ */

void demo_suppliers(struct buf *out)
{
	static const char *const rows[][11] = {
		{ "key", "name", "kind", "contract", "sla", "first_contact", "phone", "mail", "hours",
		  "valid_from", "valid_until" },
		{ "nulpunt", "Nulpunt Wonen", "provider", "NOM-2024-01",
		  "Eerste reactie binnen 1 werkdag, storing verholpen binnen 3 werkdagen.", "party",
		  "088 000 2100", "service@nulpunt.example", "ma-vr 8:00-17:00", "2024-01-01", "2034-01-01" },
		{ "warmtewinst", "Warmtewinst", "provider", "NOM-2025-02",
		  "Storing aan de warmtepomp: binnen 24 uur iemand ter plaatse.", "party", "088 000 2200",
		  "storing@warmtewinst.example", "dag en nacht", "2025-05-01", "2035-05-01" },
		{ "meetwijzer", "Meetwijzer", "supplier", "MON-2024-07",
		  "Vraag over meetgegevens: antwoord binnen 2 werkdagen.", "corporation", "088 000 2300",
		  "hulp@meetwijzer.example", "ma-vr 9:00-17:00", "2024-01-01", "2029-01-01" },
		{ "dakstroom", "Dakstroom", "supplier", "PV-2025-03",
		  "Omvormer in storing: binnen 5 werkdagen.", "party", "088 000 2400",
		  "service@dakstroom.example", "ma-vr 8:00-16:30", "2025-05-01", "" },
		{ "gemeente", "Gemeente Lindehaven", "partner", "", "Melding openbare ruimte.", "",
		  "14 0000", "meldingen@lindehaven.example", "ma-vr 8:30-17:00", "", "" },
		{ "frisselucht", "Frisse Lucht", "supplier", "", "", "", "", "", "", "", "" },
		{ "buurtbemiddeling", "Buurtbemiddeling Lindehaven", "partner", "", "", "", "", "", "", "", "" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		row(out, rows[i], 11);
}

void demo_contracts(struct buf *out)
{
	static const char *const rows[][8] = {
		{ "party", "number", "role", "sla", "first_contact", "valid_from", "valid_until", "epv" },
		{ "nulpunt", "NOM-2024-01", "monitoring",
		  "Vraag over de monitoring: antwoord binnen 1 werkdag.", "party", "2024-01-01", "2034-01-01",
		  "ZONNEWEIDE:112.50" },
		{ "nulpunt", "NOM-2024-01", "ventilation",
		  "Storing aan de ventilatie: binnen 3 werkdagen verholpen.", "party", "2024-01-01", "2034-01-01",
		  "" },
		{ "warmtewinst", "NOM-2025-02", "heat_pump",
		  "Storing aan de warmtepomp: binnen 24 uur iemand ter plaatse.", "party", "2025-05-01",
		  "2035-05-01", "" },
		{ "warmtewinst", "NOM-2025-02", "monitoring",
		  "Vraag over de monitoring: antwoord binnen 2 werkdagen.", "party", "2025-05-01", "2035-05-01",
		  "ZONNEWEIDE:98.00" },
		{ "meetwijzer", "MON-2024-07", "monitoring",
		  "Vraag over meetgegevens: antwoord binnen 2 werkdagen.", "corporation", "2024-01-01",
		  "2029-01-01", "" },
		{ "dakstroom", "PV-2025-03", "pv", "Omvormer in storing: binnen 5 werkdagen.", "party",
		  "2025-05-01", "", "" },
		{ "frisselucht", "VEN-2021-11", "ventilation",
		  "Jaarlijks onderhoud aan de ventilatie.", "corporation", "2021-01-01", "2024-12-31", "" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		row(out, rows[i], 8);
}

void demo_contacts(struct buf *out)
{
	static const char *const rows[][10] = {
		{ "party", "role", "name", "phone", "mail", "hours", "valid_from", "valid_until", "channels",
		  "order" },
		{ "nulpunt", "monitoring", "Helpdesk monitoring", "088 000 2110", "monitoring@nulpunt.example",
		  "ma-vr 8:00-18:00, za 9:00-13:00", "2024-01-01", "", "phone mail", "1" },
		{ "nulpunt", "monitoring", "Data en portaal", "", "portaal@nulpunt.example",
		  "antwoord binnen 1 werkdag", "", "", "mail phone", "2" },
		{ "nulpunt", "ventilation", "Servicedienst", "088 000 2120", "service@nulpunt.example",
		  "ma-vr 8:00-17:00", "2024-01-01", "", "phone mail", "1" },
		{ "warmtewinst", "heat_pump", "Storingsdienst", "088 000 2210", "storing@warmtewinst.example",
		  "dag en nacht", "2025-05-01", "", "phone mail", "1" },
		{ "warmtewinst", "monitoring", "Meetgegevens", "088 000 2220", "meten@warmtewinst.example",
		  "ma-vr 9:00-16:30", "2025-05-01", "", "phone mail", "1" },
		{ "meetwijzer", "monitoring", "Klantenteam", "088 000 2310", "hulp@meetwijzer.example",
		  "ma-vr 9:00-17:00", "2024-01-01", "", "mail phone", "1" },
		{ "dakstroom", "pv", "Binnendienst zon", "088 000 2410", "zon@dakstroom.example",
		  "ma-vr 8:00-16:30", "2025-05-01", "", "phone mail", "1" },
		{ "frisselucht", "ventilation", "Planning", "088 000 2510", "planning@frisselucht.example",
		  "ma-vr 8:00-16:00", "2021-01-01", "2024-12-31", "phone mail", "1" },
		{ "buurtbemiddeling", "", "Coördinator", "", "", "di en do 9:00-12:00", "", "", "phone mail", "1" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		row(out, rows[i], 10);
}

/* ---- rented objects ----------------------------------------------------------------------- */

static void put_object(struct buf *out, const struct block *b, int i, const char *kind)
{
	char key[80], number[16], riser[64], parent[64];
	bool home = !strcmp(kind, "dwelling");
	snprintf(number, sizeof number, "%d", b->first + i * b->step);
	snprintf(parent, sizeof parent, "%s-%03d", b->complex, b->first + i * b->step);
	snprintf(key, sizeof key, "%s%s", parent, home ? "" : kind[0] == 'p' ? "-P" : "-B");
	snprintf(riser, sizeof riser, "%s-%c", b->complex, 'A' + i / b->per_riser);
	const char *cells[] = { key, b->street, number, home ? "" : kind[0] == 'p' ? "P" : "B",
		b->postcode, "Lindehaven", b->complex, riser,
		home ? b->type : kind[0] == 'p' ? "PARKEREN" : "BERGING", b->nom ? "yes" : "no",
		home && b->nom ? i < 36 ? "nulpunt" : "warmtewinst" : "",
		home && b->nom ? i < 36 ? "meetwijzer" : "dakstroom" : "", home ? "" : parent, kind };
	row(out, cells, COUNT_OF(cells));
}

void demo_dwellings(struct buf *out)
{
	static const char *const header[] = { "key", "street", "number", "suffix", "postcode", "city",
		"complex", "riser", "type", "nom", "provider", "supplier", "parent", "kind" };
	row(out, header, COUNT_OF(header));
	for (size_t b = 0; b < COUNT_OF(BLOCKS); b++) {
		for (int i = 0; i < BLOCKS[b].homes; i++) {
			put_object(out, &BLOCKS[b], i, "dwelling");
			if (BLOCKS[b].storage && i % BLOCKS[b].storage == 0)
				put_object(out, &BLOCKS[b], i, "storage");
			if (BLOCKS[b].parking && i % BLOCKS[b].parking == 0)
				put_object(out, &BLOCKS[b], i, "parking");
		}
	}
}

/* ---- tenants ------------------------------------------------------------------------------ */

/* "Emine Çelik" -> "emine.103@huurder.example": only plain letters, and nobody has it. */
static void mail_of(const char *first, int n, char *out, size_t cap)
{
	snprintf(out, cap, "%s.%d@huurder.example", first, n);
	for (char *p = out; *p; p++)
		*p = (char)tolower((unsigned char)*p);
}

static void put_tenant(struct buf *out, const struct block *b, int home, int n)
{
	char number[16], name[80], phone[24], mail[80], units[200];
	const char *first = FIRST[(n * 7 + n / 26) % (int)COUNT_OF(FIRST)];
	int house = b->first + home * b->step;
	snprintf(number, sizeof number, "%d", 10000 + n);
	snprintf(name, sizeof name, "%s %s", first, LAST[(n * 5 + n / 23) % (int)COUNT_OF(LAST)]);
	snprintf(phone, sizeof phone, "06 0000 %04d", n);
	mail_of(first, n, mail, sizeof mail);
	int at = snprintf(units, sizeof units, "%s-%03d", b->complex, house);
	if (b->storage && home % b->storage == 0)
		at += snprintf(units + at, sizeof units - (size_t)at, " %s-%03d-B", b->complex, house);
	if (b->parking && home % b->parking == 0)
		snprintf(units + at, sizeof units - (size_t)at, " %s-%03d-P", b->complex, house);
	const char *cells[] = { number, name, n % 9 == 8 ? "" : phone, n % 4 == 3 ? "" : mail,
		n % 3 ? "no" : "yes", units };
	row(out, cells, COUNT_OF(cells));
}

void demo_tenants(struct buf *out)
{
	static const char *const header[] = { "number", "name", "phone", "mail", "subscription", "units" };
	int n = 0;
	row(out, header, COUNT_OF(header));
	for (size_t b = 0; b < COUNT_OF(BLOCKS); b++) {
		for (int i = 0; i < BLOCKS[b].homes; i++) {
			put_tenant(out, &BLOCKS[b], i, ++n);
			if (i % 4 == 1)
				put_tenant(out, &BLOCKS[b], i, ++n);
		}
	}
}
