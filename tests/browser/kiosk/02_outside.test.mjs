/* A problem in the neighbourhood: people or things, what, where, and no fitter.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { arrive, check, draftOf, giveContact, leave, lobbyOfThisFile, press, send, shot, type, visitor } from './lobby.mjs';

const lobby = lobbyOfThisFile();

async function toPlaces(page, source, code) {
	await press(page, '.door[href^="omgeving/"]');
	await arrive(page, /omgeving\/$/);
	await press(page, `a[href="${source}/"]`);
	await arrive(page, new RegExp(`${source}/$`));
	const tile = page.locator(`[data-code="${code}"]`);
	if (!(await tile.count())) await press(page, '.tile--more');
	await press(page, tile);
	await page.locator('html[data-page="places"]').waitFor();
}

check('[R29 R44 R45 R46 R54 R61] noise of people, by touch', async () => {
	const page = await visitor(lobby);
	await toPlaces(page, 'mensen', 'GEL');
	await press(page, '[data-place]');
	await arrive(page, /omgeving\/woorden\/$/);
	await type(page, 'Elke nacht', { keys: true });
	await giveContact(page, { keys: true });
	const text = await page.locator('.check').innerText();
	assert.ok(text.includes('Elke nacht'));
	assert.equal(await page.locator('[data-pay]').isVisible(), false, 'nobody pays and no fitter comes');
	await shot(page, 'outside-check');
	const { receipt } = await send(page);
	assert.match(receipt, /-/);
	assert.equal((await page.locator('.next__steps').innerText()).includes('monteur'), false);
	await leave(page);
});

check('[R44 R46 R68] rubbish in the street, by keyboard alone', async () => {
	const page = await visitor(lobby);
	page.byKeys = true;
	const code = 'VUILNIS';
	await press(page, '.door[href^="omgeving/"]');
	await arrive(page, /omgeving\/$/);
	await press(page, 'a[href="dingen/"]');
	await arrive(page, /dingen\/$/);
	const tiles = page.locator('[data-tiles] a[href*="vuil"]');
	assert.ok(await tiles.count(), `${code} is in the catalogue`);
	await press(page, tiles.first());
	await page.locator('html[data-page="places"]').waitFor();
	await press(page, '[data-place]');
	await arrive(page, /omgeving\/woorden\/$/);
	await press(page, '[data-skip]');
	await giveContact(page);
	await send(page);
	await leave(page);
});

check('[R36 R44] what is not listed is told in own words, with its place', async () => {
	const page = await visitor(lobby);
	await press(page, '.door[href^="omgeving/"]');
	await press(page, 'a[href="dingen/"]');
	await arrive(page, /dingen\/$/);
	await press(page, '.tile--other');
	await arrive(page, /omgeving\/plek\/$/);
	await type(page, 'zwanen op de stoep, Lindestraat');
	await arrive(page, /omgeving\/woorden\/$/);
	await press(page, '[data-skip]');
	await giveContact(page);
	const draft = await draftOf(page);
	assert.equal(draft.kind, '');
	assert.equal(draft.placeText, 'zwanen op de stoep, Lindestraat');
	await send(page);
	await leave(page);
});

check('[R33 R45 R68] never more than eight choices; without scripts "Meer" leads to all the others', async () => {
	const page = await visitor(lobby, { path: 'omgeving/mensen/', javaScriptEnabled: false });
	page.plain = true;
	const seen = [];
	for (;;) {
		const tiles = page.locator('.tile--choice, .tile--danger');
		assert.ok(await tiles.count() <= 8);
		assert.equal(await page.locator('.tile--other').count(), 1, '"Staat er niet bij" is always there');
		seen.push(...await tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute('data-code'))));
		const more = page.locator('.tile--more');
		if (!(await more.count())) break;
		const before = page.url();
		await more.tap();
		await page.waitForURL((url) => url.href !== before);
	}
	assert.equal(seen[0], 'GEL', 'most common first');
	const doc = await (await fetch(`${lobby.url}catalogue.json`)).json();
	assert.deepEqual(seen, doc.people.map((/** @type {any} */ kind) => kind.code));
	await page.locator('[data-code="HEN"]').tap();
	await page.waitForURL(/mensen\/hennep\/$/);
	await page.locator('.dock__back').tap();
	await page.waitForURL(/mensen\/meer-2\/$/);
	await page.locator('.dock__back').tap();
	await page.waitForURL(/mensen\/meer\/$/);
	await leave(page);
});
