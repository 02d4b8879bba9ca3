/* What a kiosk needs to seal: the intake key, and a preset zlib dictionary that makes a single report
 * a third smaller (notes on sizes in shared/PROTOCOL.md).
 *
 * The dictionary is text a report is likely to hold: how people write about a home, rarer words first,
 * and at the end, where zlib finds matches cheapest, the skeleton of a report. Labels of the catalogue
 * and codes were tried instead and found hardly ever used in own words. It stays below 6,500 bytes, so
 * that dictionary and report share a window of 8 KiB: a larger one costs the kiosk more to set up than
 * it saves. Its bytes never change once published; kiosks keep the ones they have.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "server/feed.h"
#include "server/keys.h"
#include "shared/base/crypt.h"
#include "shared/base/text.h"
#include "shared/io/db.h"

#define DICT_NUMBER 1

/* How people write about a home. Nothing here is ever shown. */
static const char WORDS[] =
	"bevestigd versleten vastgeroest losgekoppeld doorgebrand bevroren verstopt beschadigd gebarsten "
	"kromgetrokken verkleurd verrot "
	"aanwezig bereikbaar beschikbaar gevaarlijk onveilig gezondheid allergie ouderen rolstoel buurman "
	"buurvrouw bovenburen "
	"kapotte nieuwe oude losse natte vieze harde koude warme grote kleine linker rechter achterste voorste "
	"bovenste onderste "
	"hoofdschakelaar waterdruk waterslag afzuigkap keukenkastje keukenla kookplaat vaatwasser droger "
	"wasmachine koelkast ventilatie "
	"tochtstrip dorpel drempel kierstandhouder raamkozijn dubbel glas condens beslagen ruit hang- en "
	"sluitwerk voordeur balkondeur "
	"De monteur is langs geweest maar moest een onderdeel bestellen. Er brandt een rood lampje op de ketel "
	"en hij geeft een storing. "
	"Ik heb de kraan dichtgedraaid en een bak eronder gezet. Het toilet loopt door en de spoelbak vult zich "
	"niet. De vloer voelt "
	"zacht aan en de verf bladdert af. Het licht knippert, de stroom valt uit. De afvoer van de douche loopt "
	"heel langzaam door. "
	"Ik hoor het water stromen in de muur. De rookmelder piept. Er komt rook of brandlucht vandaan. Het "
	"plafond is nat en er vallen "
	"vervangen vernieuwd gerepareerd schoongemaakt geschilderd afgesloten aangesloten gemonteerd losgeraakt "
	"beschimmeld uitgevallen "
	"elektricien loodgieter schilder monteur aannemer opzichter verhuurder woningbouw corporatie "
	"servicedienst schoonmaker "
	"vochtplekken lekkage verstopping kortsluiting stank geluidsoverlast schimmel roest ongedierte muizen "
	"kakkerlakken mieren "
	"radiator thermostaat cv-ketel boiler geiser mengkraan douchekop stortbak afvoer sifon wasbak gootsteen "
	"aanrecht stopcontact "
	"schakelaar groepenkast rookmelder deurbel intercom brievenbus kozijn scharnier deurkruk cilinder "
	"sluiting rolluik dakgoot "
	"regenpijp schutting berging kelder galerij portiek trappenhuis lift zolder hal gang balkon tuin plafond "
	"muur tegels voeg vloer "
	"januari februari maart april mei juni juli augustus september oktober november december "
	"maandag dinsdag woensdag donderdag vrijdag zaterdag zondag weekend middag ochtend avond "
	"twee drie vier vijf zes tien twintig uur minuten dagen weken maanden jaar geleden euro liter graden "
	"meter centimeter "
	"Geachte heer of mevrouw, Beste medewerker, Met vriendelijke groet, Bij voorbaat dank. Graag zo snel "
	"mogelijk iemand sturen. "
	"Kunt u contact met mij opnemen om een afspraak te maken? Ik ben overdag niet thuis. Wij zijn de hele "
	"dag thuis. Het is dringend. "
	"Ik heb het al eerder gemeld maar er is nog steeds niemand langs geweest. Vorige week is er iemand "
	"geweest, maar het probleem is "
	"niet opgelost. Kan dit gerepareerd worden? Wij hebben er veel last van. Mijn vrouw is zwanger. Mijn "
	"moeder is op leeftijd en "
	"mijn kinderen zijn nog klein. De buren hebben er ook last van. Het water blijft staan en stroomt niet "
	"weg. Er komt geen warm "
	"water uit de kraan. Als je de deur opent dan valt hij er bijna uit. Het slot gaat heel moeilijk open en "
	"ik kan de sleutel niet "
	"meer omdraaien. De lamp is vervangen, maar hij doet het nog niet. Wij horen een hard geluid wanneer de "
	"verwarming aan staat. Er "
	"zitten zwarte plekken op het plafond, vooral in de hoek bij het raam. Het ruikt naar gas, riool en nat "
	"hout. Het stroomt over "
	"de rand op de grond. Er is een stuk afgebroken en het ligt los. Door de regen komt er water binnen. "
	"Elke keer als wij douchen "
	"druppelt het bij de onderburen door het plafond. Ik weet niet waar het vandaan komt. Sinds gisteren "
	"werkt het helemaal niet "
	"meer. Het lijkt steeds erger te worden. We kunnen hierdoor niet slapen. Zou u dit kunnen laten "
	"nakijken? Hij staat nu op de "
	"stand uit. Dat hebben we zelf al geprobeerd, zonder resultaat. Het is al een tijdje aan de gang en ik "
	"wil graag dat het wordt "
	"gemaakt voordat er meer schade komt aan de vloer. Daarna ging het weer goed, totdat het opnieuw begon. "
	"'s avonds 's nachts "
	"Bel eerst even voordat u komt. Op deze dag kan ik niet, wel na vijf uur. U kunt mij bereiken op mijn "
	"mobiele nummer. Ik werk in "
	"de zorg. Aan de achterkant, aan de voorkant, naast de voordeur, onder het keukenblok, boven de wc, "
	"achter de wasmachine, in de "
	"badkamer, in de keuken, in de slaapkamer, in de woonkamer, op het toilet, op de eerste verdieping, "
	"beneden, buiten. "
	"omdat zodat terwijl waardoor hierdoor daardoor tussen tegen zonder tijdens volgens ongeveer ineens soms "
	"vaak altijd nooit "
	"telkens opnieuw nogmaals inmiddels intussen sindsdien helaas gelukkig waarschijnlijk misschien "
	"eigenlijk natuurlijk "
	"deze dit die dat zij hem haar ons onze jullie uw mij mijn zijn hun wat wie welke hoe waar wanneer "
	"waarom heeft hebben had "
	"wordt worden werd kan kunnen kon moet moeten wil willen zal zullen zou gaat gaan ging komt komen kwam "
	"staat staan blijft "
	"blijven doet doen zit zitten ligt liggen valt loopt lopen hoort ziet maakt gemaakt gezet gezien gehad "
	"geweest gekomen gedaan "
	"er is een het is niet meer dat het van de in de op de aan de bij de naar de met de voor de uit de om de "
	"en de maar de als de ";

/* The plaintext as kiosks write it, members in their order. */
#define HEAD \
	"{\"id\":\"01a\",\"kind\":\"report.new\",\"schema\":1,\"t\":{\"wall\":17,\"mono\":},\"body\":" \
	"{\"schema\":1,\"id\":\"01a\",\"receipt\":\"\",\"catalogue\":\"2026.11.1\",\"channel\":\"kiosk\"," \
	"\"lang\":\"nl\",\"actor\":{\"kind\":\"guest\",\"ref\":null},\"branch\":\""
#define CONTACT "\"call\":false},\"contact\":{\"name\":\"\",\"phone\":\"+316\",\"mail\":"

static const char SKELETON[] =
	"\"actor\":{\"kind\":\"tenant\",\"ref\":\"10\"} \"surroundings\",\"kind\":\"nuisance\",\"unit\":null,"
	"\"place\":{\"code\":\"\",\"text\":\"\"},\"cause\":\"people\",\"room\":null,\"object\":null,\"suspect\":null,"
	"\"answers\":{\"\":\"JA\",\"\":\"NEE\"},\"when\":{\"slots\":[],\"call\":true}"
	"\"phone\":null,\"mail\":\"@home.nl\",\"via\":\"phone\"},\"mail\":\"@live.nl@icloud.com@kpnmail.nl@ziggo.nl"
	"@outlook.com@hotmail.com" HEAD "home\",\"kind\":\"repair\",\"unit\":\"-0\",\"place\":null,"
	"\"cause\":null,\"room\":\"KEU\",\"object\":\"KRAAN\",\"fault\":\"LEK\",\"words\":\"\","
	"\"suspect\":\"unknown\",\"answers\":{},\"when\":{\"slots\":[[\"2026-12-01\",\"OCH\"],[\"2026-12-02\",\"AVO\"],"
	"[\"2026-12-0\",\"MID\"],[\"2026-12-1\",\"OCH\"]]," CONTACT "null,\"via\":\"phone\"},\"first_contact\":true,"
	"\"follow\":\"\",\"t\":17}}.\",\"suspect\":{\"code\":\"\",\"room\":null,\"object\":null},\"answers\":{},"
	"\"when\":{\"slots\":[[\"2026-12-0\",\"OCH\"],[\"2026-12-0\",\"MID\"],[\"2026-12-1\",\"AVO\"],[\"2026-12-1\"]],"
	CONTACT "\"@gmail.com\",\"via\":\"mail\"},\"first_contact\":true,\"follow\":\"\",\"t\":1795";

static bool has_dict(struct db *db)
{
	DB_STMT(st) = db_prepare(db, "SELECT 1 FROM dict WHERE n=?");
	db_bind_int(st, DICT_NUMBER);
	return db_step(st);
}

static void put_dict(struct db *db)
{
	uint8_t hash[HASH_BYTES];
	char hex[HEX32_TEXT];
	BUF(dict);
	BUF(base64);
	buf_str(&dict, WORDS);
	buf_str(&dict, SKELETON);
	DB_STMT(st) = db_prepare(db, "INSERT INTO dict(n,data) VALUES(?,?)");
	db_bind_int(st, DICT_NUMBER);
	db_bind_blob(st, dict.data, dict.len);
	if (db_run(st))
		return; /* no room on disk: the turn fails as a whole */
	sha256(dict.data, dict.len, hash);
	hex_encode(hash, sizeof hash, hex);
	base64_encode(dict.data, dict.len, &base64);
	VAL(body) = val_object();
	val_put_str(body, "sha256", hex);
	val_put_str(body, "data", buf_text(&base64));
	feed_put_val(db, "config", "dict.1", "", body);
}

void feed_put_intake(struct db *db, const struct keys *k)
{
	char hex[HEX32_TEXT];
	VAL(body) = val_object();
	struct val *key = val_object();
	hex_encode(k->intake.pub, sizeof k->intake.pub, hex);
	val_put_str(key, "id", k->intake_id);
	val_put_str(key, "x25519", hex);
	val_put(val_put_array(body, "keys"), NULL, key);
	feed_put_val(db, "config", "intake_keys", "", body);
	if (!has_dict(db))
		put_dict(db);
}
