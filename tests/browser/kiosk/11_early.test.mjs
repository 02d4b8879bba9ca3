/* Somebody taps before the page's module is there, or everything twice: nothing chosen may be lost, and
 * nothing counts that was not chosen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { arrive, asGuest, check, draftOf, leave, lobbyOfThisFile, press, shot, someAddress, type, visitor, where } from './lobby.mjs';

const lobby = lobbyOfThisFile();
const MODULE = /assets\/kiosk\.[^/]*\.js$/;

/** Somebody before a start page whose module does not come until it is let go. */
async function beforeItStands() {
	const page = await visitor(lobby);
	let letGo = () => {};
	const gate = new Promise((go) => { letGo = () => go(undefined); });
	await page.route(MODULE, async (route) => { await gate; await route.continue().catch(() => {}); });
	await page.goto(`${lobby.url}nl/`, { waitUntil: 'commit' });
	return { page, letGo };
}

check('[R26] a tap that comes before the page stands is kept and done', async () => {
	const { page, letGo } = await beforeItStands();
	await page.locator('.door[href^="omgeving/"]').tap();
	await page.locator('.door[href^="woning/"]').tap();
	assert.equal(await page.locator('[data-kept]').count(), 1, 'it is seen which tap was taken: the last');
	assert.equal(where(page), 'nl/');
	await shot(page, 'early');
	letGo();
	await arrive(page, /woning\/$/);
	await press(page, 'a[href="adres/"]');
	await arrive(page, /adres\/$/);
	assert.equal((await draftOf(page)).branch, 'home');
	await leave(page);
});

check('[R26] keys count as taps', async () => {
	const { page, letGo } = await beforeItStands();
	await page.locator('.door[href^="omgeving/"]').focus();
	await page.keyboard.press('Enter');
	await page.locator('.door[data-kept]').waitFor();
	letGo();
	await arrive(page, /omgeving\/$/);
	await leave(page);
});

check('[R51] emergency waits for nothing', async () => {
	const { page } = await beforeItStands();
	await page.locator('.door--danger').tap();
	await page.waitForURL(/noodgeval\/$/, { waitUntil: 'commit' });
	await leave(page);
});

check('[R26] when the module does not come at all, links are links again', async () => {
	const { page } = await beforeItStands();
	await page.locator('.door[href^="woning/"]').tap();
	await page.waitForURL(/woning\/$/, { waitUntil: 'commit' });
	await leave(page);
});

check('[R26 R68] who presses everything twice answers each question once', async () => {
	const page = await visitor(lobby);
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
	const door = await page.locator('.door[href^="woning/"]').boundingBox();
	const [x, y] = [door.x + door.width / 2, door.y + door.height / 2];
	await page.touchscreen.tap(x, y);
	await page.waitForURL(/woning\/$/, { waitUntil: 'commit' });
	await page.evaluate(([x, y]) => sessionStorage.setItem('portiek.tap', `${x} ${y} ${Date.now()}`), [x, y]); /* however slow this machine is */
	await page.touchscreen.tap(x, y);
	await page.locator('html[data-ready]').waitFor({ state: 'attached' });
	assert.equal(where(page), 'nl/woning/', 'the second half falls on nothing');
	await press(page, 'a[href="adres/"]');
	await arrive(page, /adres\/$/);
	await leave(page);
});

check('[R42 R68] a day-part pressed twice in one go is chosen, and pressed again it is not', async () => {
	const page = await visitor(lobby);
	await asGuest(page, await someAddress(lobby));
	await press(page, '[data-room="TOI"]');
	await arrive(page, /toilet\/$/);
	await press(page, '.tile--other');
	await arrive(page, /anders\/$/);
	await type(page, 'de bril is los');
	await arrive(page, /dagdelen\/$/);
	const slot = page.locator('.slot').first();
	await slot.dblclick();
	assert.equal(await slot.getAttribute('aria-pressed'), 'true');
	await press(page, slot);
	assert.equal(await slot.getAttribute('aria-pressed'), 'false');
	await leave(page);
});
