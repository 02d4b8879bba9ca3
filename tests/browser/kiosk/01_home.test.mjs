/* A problem at home, from the first touch to the receipt.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import {
	arrive, asGuest, check, chooseDays, draftOf, giveContact, leave, lobbyOfThisFile, press, send, shot, someAddress, type, visitor, where,
} from './lobby.mjs';

let address;
const lobby = lobbyOfThisFile(async (opened) => { address = await someAddress(opened); });

/** The bathroom's shower tap that leaks; questions are answered by their last tile. */
async function leakingTap(page) {
	await press(page, '[data-room="BAD"]');
	await arrive(page, /woning\/badkamer\/$/);
	await press(page, '[data-code="DOUCHEKRAAN"]');
	await arrive(page, /douchekraan\/$/);
	await press(page, '[data-code="KAL"]');
	await throughCause(page);
}

/** Suspicion and questions, up to who pays. @param {"first"|"last"} answer which tile answers a question */
async function throughCause(page, answer = 'last') {
	for (let i = 0; i < 9; i++) {
		const kind = await settled(page);
		if (kind === 'payer') return;
		await pressOn(page, kind === 'suspects' ? '.tile--unknown' : page.locator('.tile--choice')[answer]());
	}
	throw new Error('who pays was never reached');
}

/** Press what leads to another page, and leave this one. */
async function pressOn(page, target) {
	const here = page.url();
	await press(page, target);
	await page.waitForURL((url) => url.href !== here, { waitUntil: 'commit' });
}

/** The page once it will not move on by itself: a payer page waits until every question is answered. */
async function settled(page) {
	const kind = await page.waitForFunction(() => {
		const type = document.documentElement.dataset.page;
		const draft = JSON.parse(sessionStorage.getItem('portiek.draft') ?? '{}');
		const asked = document.documentElement.dataset.question;
		if (type === 'question' && asked && !draft.answers[asked] && document.readyState === 'complete') return type;
		if (type === 'payer' && draft.urgency) return type;
		return type === 'suspects' && draft.path && location.pathname.endsWith(draft.path) ? type : false;
	});
	return kind.jsonValue();
}

check('[R26 R29 R31 R32 R33 R34 R35 R37 R39 R40 R61 R68] a guest reports a fault at home by touch alone', async () => {
	const page = await visitor(lobby);
	await asGuest(page, address, { keys: true });
	const rooms = await page.locator('[data-tiles] .tile').count();
	assert.ok(rooms > 3, 'rooms of this home');
	await press(page, '[data-room="BAD"]');
	await arrive(page, /woning\/badkamer\/$/);
	assert.equal(await page.locator('.tile--other').count(), 1, 'not listed is always there');
	await press(page, '[data-code="DOUCHEKRAAN"]');
	await arrive(page, /douchekraan\/$/);
	assert.ok(await page.locator('.tile:not(.tile--other) svg').count() >= 2, 'each fault has a pictogram');
	await press(page, '[data-code="KAL"]');
	await throughCause(page);
	assert.match(await page.locator('.pay__sentence').innerText(), /\S/);
	assert.match(await page.locator('.pay__ground').innerText(), /\S/, 'who pays has a ground');
	await shot(page, 'payer');
	await press(page, '[data-next]');
	await chooseDays(page);
	await giveContact(page, { keys: true });
	await shot(page, 'check');
	const rows = await page.locator('.check__row').allInnerTexts();
	assert.ok(rows.some((row) => row.includes('06')), 'the phone number is there');
	const { receipt, follow } = await send(page);
	assert.match(receipt, /^[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]$/);
	assert.match(follow, /^[0-9A-Z]{6}$/);
	await page.locator('[data-qr] svg').waitFor();
	await shot(page, 'receipt');
	await leave(page);
});

check('[R26 R68] the whole home journey by keyboard alone', async () => {
	const page = await visitor(lobby);
	page.byKeys = true;
	await asGuest(page, address);
	await leakingTap(page);
	await press(page, '[data-next]');
	await chooseDays(page);
	await giveContact(page, { mail: 'a.devries@voorbeeld.nl' });
	const { receipt } = await send(page);
	assert.match(receipt, /-/);
	assert.equal(await page.locator('.simple-keyboard').count(), 0, 'the screen keyboard leaves for a real one');
	await press(page, '[data-done]');
	await arrive(page, /^nl\/$/);
	await leave(page);
});

check('[R36 R33] own words take the place of an object that is not listed', async () => {
	const page = await visitor(lobby);
	await asGuest(page, address);
	await press(page, '[data-room="KEU"]');
	await arrive(page, /woning\/keuken\/$/);
	await press(page, '.tile--other');
	await arrive(page, /keuken\/anders\/$/);
	await press(page, 'form[data-form] button[type=submit]');
	assert.ok(await page.locator('[data-field-error]').isVisible(), 'nothing typed is said in words');
	await type(page, 'de lade piept');
	await arrive(page, /dagdelen\/$/);
	await press(page, 'form[data-form] button[type=submit]');
	assert.ok(await page.locator('[data-error]').isVisible(), 'no day chosen is said in words');
	await press(page, '[data-call]');
	await press(page, 'form[data-form] button[type=submit]');
	await giveContact(page);
	assert.ok((await page.locator('.check').innerText()).includes('de lade piept'));
	await send(page);
	await leave(page);
});

check('[R37 R38] a suspicion across rooms is kept apart', async () => {
	const page = await visitor(lobby);
	await asGuest(page, address);
	await press(page, '[data-room="WOO"]');
	await arrive(page, /woonkamer\/$/);
	await press(page, '[data-code="PLAFOND"]');
	await arrive(page, /plafond\/$/);
	await press(page, '[data-code="VOC"], [data-code="LEK"]');
	await page.locator('html[data-page="suspects"]').waitFor();
	assert.ok(await page.locator('.tile--unknown').count(), "don't know is an answer");
	const code = await page.locator('.tile--choice').first().getAttribute('data-code');
	await pressOn(page, '.tile--choice');
	await throughCause(page);
	assert.equal((await draftOf(page)).suspect, code);
	await leave(page);
});

check('[R42 R43] an answer makes it urgent: no day-parts, and a phone number is asked', async () => {
	const page = await visitor(lobby);
	await asGuest(page, address);
	await press(page, '[data-room="BAD"]');
	await arrive(page, /badkamer\/$/);
	await press(page, '[data-code="DOUCHEKRAAN"]');
	await arrive(page, /douchekraan\/$/);
	await press(page, '[data-code="TEM"]');
	await throughCause(page, 'first');
	await page.locator('[data-urgent]').waitFor({ state: 'visible' });
	await press(page, '[data-next]');
	await arrive(page, /contact\/naam\/$/);
	await type(page, 'B. Jansen');
	await arrive(page, /contact\/telefoon\/$/);
	await type(page, '12');
	assert.ok(await page.locator('[data-field-error]').isVisible());
	await page.locator('.field__input').fill('');
	await type(page, '0612345678');
	await arrive(page, /controle\/$/);
	await send(page);
	await leave(page);
});

check('[R27 R28 R30] a tenant signs in; name and rented objects are known', async () => {
	const page = await visitor(lobby);
	const [tenant] = lobby.tenants;
	await press(page, '.door[href^="woning/"]');
	await press(page, 'a[href="nummer/"]');
	await arrive(page, /nummer\/$/);
	await type(page, tenant.number, { keys: true });
	await arrive(page, /code\/$/);
	await type(page, 'ZZZZ9999');
	await page.locator('[data-error]').waitFor({ state: 'visible' });
	await page.locator('.field__input').fill('');
	await page.locator('.field__input').focus();
	await type(page, tenant.code);
	await page.waitForURL((url) => /woning\/(object|ruimte)\/$/.test(url.href));
	const draft = await draftOf(page);
	assert.equal(draft.actor, 'tenant');
	assert.match(draft.name, /\S/);
	assert.ok(draft.units.length >= 1);
	if (where(page).endsWith('object/')) await press(page, '[data-tiles] .tile');
	await arrive(page, /ruimte\/$/);
	const signedIn = () => page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).signed_in);
	assert.equal(await signedIn(), true);
	await press(page, '.dock__stop');
	await arrive(page, /^nl\/$/);
	await page.waitForFunction(async () => !(await (await fetch('/api/v1/session')).json()).signed_in);
	await leave(page);
});

check('[R30 R31 R32] a rented object of another kind has rooms of its own', async () => {
	const page = await visitor(lobby);
	await press(page, '.door[href^="woning/"]');
	await press(page, 'a[href="adres/"]');
	await arrive(page, /adres\/$/);
	await type(page, address.street);
	await arrive(page, /#nummer$/);
	await type(page, address.number);
	await press(page, page.locator('[data-found] .tile').first());
	await arrive(page, /woning\/object\/$/);
	const { units } = await draftOf(page);
	await press(page, page.locator('[data-tiles] .tile').nth(1));
	await arrive(page, /ruimte\/$/);
	const rooms = await page.locator('[data-room]').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.room));
	assert.deepEqual(rooms.sort(), [...units[1].rooms].sort());
	await leave(page);
}, process.env.LOBBY_SAMPLE ? 'needs the sample neighbourhood' : false);

check('[R34 R36 R40] a change on the check page comes back to it, with everything else kept', async () => {
	const page = await visitor(lobby);
	await asGuest(page, address);
	await leakingTap(page);
	await press(page, '[data-next]');
	await chooseDays(page);
	await giveContact(page);
	await press(page, '.check__link[href$="contact/naam/"]');
	await arrive(page, /contact\/naam\/$/);
	assert.equal(await page.locator('.field__input').inputValue(), 'A. de Vries', 'what was typed stands there');
	await page.locator('.field__input').fill('B. de Vries');
	await press(page, 'form[data-form] button[type=submit]');
	await arrive(page, /controle\/$/);
	assert.ok((await page.locator('.check').innerText()).includes('B. de Vries'));
	assert.ok((await page.locator('[data-pay]').innerText()).length > 5, 'who pays is said once more');
	await press(page, '.check__link[href$="omgeving/woorden/"]');
	await arrive(page, /omgeving\/woorden\/$/);
	await type(page, 'al drie weken');
	await arrive(page, /controle\/$/);
	assert.ok((await page.locator('.check').innerText()).includes('al drie weken'), 'own words beside the fault');
	await press(page, '[data-back]');
	await arrive(page, /contact\/telefoon\/$/);
	await page.goBack();
	await arrive(page, /controle\/$/);
	assert.equal(where(page), 'nl/controle/');
	await leave(page);
});

check('[R31 R32 R68] rooms stand as a tenant expects them, and eight before "Meer"', async () => {
	const page = await visitor(lobby);
	await asGuest(page, address);
	const codes = () => page.locator('[data-tiles] [data-code]').evaluateAll((all) => all.map((tile) => tile.getAttribute('data-code')));
	assert.deepEqual(await codes(), ['WOO', 'KEU', 'BAD', 'TOI', 'SLA', 'HAL', 'ZOL', 'BUI', 'more']);
	await press(page, '.tile--more');
	await arrive(page, /woning\/ruimte\/meer\/$/);
	assert.deepEqual(await codes(), ['POR', 'TRI']);
	await press(page, '[data-code="TRI"]');
	await arrive(page, /woning\/verwarming-energie\/$/);
	await press(page, '.dock__back');
	await arrive(page, /woning\/ruimte\/meer\/$/);
	await page.evaluate(() => {
		const draft = JSON.parse(sessionStorage.getItem('portiek.draft') ?? '');
		draft.unit.rooms = ['WOO', 'KEU', 'TRI'];
		sessionStorage.setItem('portiek.draft', JSON.stringify(draft));
	});
	await page.goto(`${lobby.url}nl/woning/ruimte/`);
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
	assert.deepEqual(await codes(), ['WOO', 'KEU', 'POR', 'TRI'], 'a small home needs no "Meer"');
	await leave(page);
});
