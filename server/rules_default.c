/* The rules a new installation starts with. Departments only, so they hold before any register is
 * in; a corporation exports, changes and imports its own.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include "server/init.h"

const char RULES_DEFAULT[] =
	"rank,rule,branch,kind,cause,object,fault,urgency,nom,payer,provider,supplier,party,reason\n"
	"10,noodgeval,alarm,,,,,,,,,,dept:phone,\"Een noodmelding gaat altijd eerst naar het klantcontactcentrum.\"\n"
	"20,klacht,,complaint,,,,,,,,,dept:phone,\"Een klacht over de afhandeling bespreekt het klantcontactcentrum eerst met de huurder.\"\n"
	"30,omgeving-mensen,surroundings,,people,,,,,,,,dept:living,\"Overlast door mensen: wonen en leefbaarheid zoekt contact met de melder.\"\n"
	"40,omgeving-spoed,surroundings,,,,,urgent|emergency,,,,,dept:phone,\"Gevaar in de omgeving: het klantcontactcentrum schakelt direct de juiste dienst in.\"\n"
	"50,omgeving-object,surroundings,,,,,,,,,,dept:living,\"Een ding in de omgeving: de wijkbeheerder kijkt wie de eigenaar is.\"\n"
	"60,monitoring-nom,home|energy,,,MONITORING,,,yes,,,yes,@supplier,\"Vraag over monitoring bij een nul-op-de-meterwoning: de toeleverancier beheert de meetgegevens.\"\n"
	"70,nom-aanbieder,home|energy,,,,,,yes,provider,yes,,@provider,\"Nul-op-de-meterwoning: de aanbieder onderhoudt deze installatie.\"\n"
	"80,nom-zonder-aanbieder,home|energy,,,,,,yes,provider,no,,dept:energy,\"Nul-op-de-meterwoning zonder aanbieder in het register: duurzaamheid vult dit aan en pakt de melding op.\"\n"
	"90,energie-niet-nom,home|energy,,,,,,no,provider,,,dept:energy,\"Geen nul-op-de-meterwoning: duurzaamheid bekijkt van wie de installatie is.\"\n"
	"100,energie,energy,,,,,,,,,,dept:energy,\"Energievraag: duurzaamheid.\"\n"
	"110,eigen-woorden,home,,,,none,,,,,,dept:phone,\"In eigen woorden gemeld: het klantcontactcentrum bepaalt eerst wat er stuk is.\"\n"
	"120,spoed,home,,,,,urgent|emergency,,,,,dept:repair,\"Spoed: reparatie stuurt vandaag iemand.\"\n"
	"130,huurder-betaalt,home,,,,,,,tenant,,,dept:phone,\"Kleine herstelling voor rekening van de huurder: het klantcontactcentrum legt de keuze voor.\"\n"
	"140,reparatie,home,,,,,,,,,,dept:repair,\"Reparatieverzoek: reparatie plant een afspraak op een dagdeel dat past.\"\n";
