/* Administration by keyboard: accounts, the audit, an own password. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, newPage, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();

/** The office with another log-in. @param {{ name: string, password: string }} login */
async function enterWith(login, place, size) {
	const page = await newPage(office, size);
	await page.goto(`${office.url}#/${place}`);
	await page.getByLabel('Gebruikersnaam').fill(login.name);
	await page.getByLabel('Wachtwoord').fill(login.password);
	await page.keyboard.press('Enter');
	return page;
}

async function enterAs(name, place, size) {
	const page = await enterWith(office.as(name), place, size);
	await page.locator('.line--on').waitFor();
	return page;
}

/** Readings of an address wait until they are let go. @param {import('playwright-core').Page} page @param {string} address */
async function holdReading(page, address) {
	let letGo = () => {};
	const gate = new Promise((go) => { letGo = () => go(undefined); });
	const asked = page.waitForRequest(address);
	await page.route(address, async (route) => { await gate; await route.continue().catch(() => {}); });
	return { asked, letGo };
}

const SIZES = { wide: { width: 1920, height: 1080 }, tablet: { width: 1024, height: 768 }, phone: { width: 320, height: 720 } };

/** Looked at in three sizes, without sideways scrolling. */
async function inAllSizes(page, name) {
	for (const [size, box] of Object.entries(SIZES)) {
		await page.setViewportSize(box);
		await assertReflows(page, `${name} ${size}`);
		await shot(page, `admin-${name}-${size}`);
	}
	await page.setViewportSize({ width: 1440, height: 900 });
}

check('[-] an administrator makes an account by keyboard; its owner chooses a password before anything else', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'gebruikers');
	await page.locator('.row', { hasText: 'kcc' }).waitFor();
	await assertAccessible(page, 'users');
	await page.getByRole('link', { name: 'Nieuwe gebruiker' }).focus();
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.activeElement?.id === 'case-title');
	await page.keyboard.press('Tab');
	await page.keyboard.type('kcc');
	await page.getByLabel('Rol').selectOption('planner');
	await page.getByLabel('Reparatie').press('Space');
	await page.keyboard.press('Enter');
	await page.getByText('Deze naam is al in gebruik.').first().waitFor();
	assert.equal(await page.evaluate(() => document.activeElement?.id), 'user-name', 'back in the field that is wrong');
	await assertAccessible(page, 'a name that is taken');
	await page.getByLabel('Gebruikersnaam').fill('sanne');
	await page.keyboard.press('Enter');
	const password = await page.locator('#gift').innerText();
	assert.match(password, /^(\w{4}-){4}\w{4}$/);
	await assertAccessible(page, 'a start password');
	await inAllSizes(page, 'user');
	await page.goto(`${office.url}#/gebruikers/kcc`);
	await page.getByRole('heading', { name: 'kcc' }).waitFor();
	await page.goto(`${office.url}#/gebruikers/sanne`);
	assert.equal(await page.locator('#gift').count(), 0, 'told once');
	const hers = await enterWith({ name: 'sanne', password }, 'alle');
	await hers.getByRole('heading', { name: 'Kies uw eigen wachtwoord' }).waitFor();
	await assertAccessible(hers, 'choosing a password');
	await inAllSizes(hers, 'password');
	await hers.getByLabel('Nieuw wachtwoord').fill('een lang eigen woord');
	await hers.getByLabel('Nog een keer').fill('een ander woord hier');
	await hers.keyboard.press('Enter');
	await hers.getByText('Dit is niet hetzelfde').waitFor();
	await hers.getByLabel('Nieuw wachtwoord').fill(password);
	await hers.getByLabel('Nog een keer').fill(password);
	await hers.keyboard.press('Enter');
	await hers.getByText('Kies een ander wachtwoord').waitFor();
	await hers.getByLabel('Nieuw wachtwoord').fill('een lang eigen woord');
	await hers.getByLabel('Nog een keer').fill('een lang eigen woord');
	await hers.keyboard.press('Enter');
	await hers.locator('.line--on').waitFor();
	assert.equal(await hers.getByRole('link', { name: 'Gebruikers' }).count(), 0, 'not for a planner');
	await page.getByRole('button', { name: 'Blokkeer' }).press('Enter');
	await page.getByText('sanne kan niet meer inloggen.').waitFor();
	await hers.reload();
	await hers.getByRole('heading', { name: 'Inloggen' }).waitFor();
	await hers.context().close();
	await page.goto(`${office.url}#/gebruikers/beheer`);
	await page.getByText('Dit bent u zelf.').waitFor();
	assert.equal(await page.getByRole('button', { name: 'Blokkeer' }).count(), 0);
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});

check('[-] who did what is read by person, kind and day, and cannot be changed', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'logboek');
	await page.locator('td', { hasText: 'Gebruiker toegevoegd' }).waitFor();
	await assertAccessible(page, 'audit');
	await inAllSizes(page, 'audit');
	await page.getByLabel('Soort').selectOption('users');
	await page.locator('tbody tr', { hasText: 'Ingelogd' }).first().waitFor({ state: 'detached' });
	assert.match(await page.locator('tbody').innerText(), /Gebruiker geblokkeerd/);
	await page.getByLabel('Wie').fill('niemand');
	await page.keyboard.press('Enter');
	await page.getByText('Niets gevonden').waitFor();
	await assertAccessible(page, 'audit without rows');
	assert.equal(await page.locator('.list__body button').count(), 0, 'nothing to press');
	await page.context().close();
	const manager = await enterAs('manager', 'logboek');
	await manager.locator('.list__lead').waitFor();
	assert.equal(await manager.getByLabel('Soort').locator('option', { hasText: 'Inloggen' }).count(), 0);
	await manager.context().close();
});

check('[-] somebody changes his own password and knows the old one', async () => {
	if (sample) return;
	const page = await enterAs('planner', 'alle');
	await page.locator('.menu summary').press('Enter');
	await page.getByRole('button', { name: 'Wachtwoord wijzigen' }).press('Enter');
	await page.getByLabel('Huidig wachtwoord').fill('niet het goede');
	await page.getByLabel('Nieuw wachtwoord').fill('weer een lang woord');
	await page.getByLabel('Nog een keer').fill('weer een lang woord');
	await page.keyboard.press('Enter');
	await page.getByText('Dit is niet uw huidige wachtwoord.').waitFor();
	assert.equal(await page.evaluate(() => document.activeElement?.id), 'old');
	await page.getByLabel('Huidig wachtwoord').fill(office.as('planner').password);
	await page.keyboard.press('Enter');
	await page.locator('.line--on').waitFor();
	await page.context().close();
});

const HEAD = 'rank,rule,branch,kind,cause,object,fault,urgency,nom,payer,provider,supplier,party,reason\n';

/** A file in the hidden chooser, as if picked from a folder. */
const pick = (page, name, text) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

check('[D5 R67] rules are read as sentences; a wrong file says what and where, a right one what it changes, and goes back in one act', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'regels');
	await page.locator('.set', { hasText: 'huurder-betaalt' }).waitFor();
	assert.match(await page.locator('.set', { hasText: 'huurder-betaalt' }).innerText(), /Ingang: woning.*Wie betaalt: huurder.*Klantcontactcentrum/s);
	await page.getByText('Versie 1, in gebruik').waitFor();
	await assertAccessible(page, 'rules');
	await inAllSizes(page, 'rules');
	await pick(page, 'fout.csv', `${HEAD}10,a,tuin,,,,,,,,,,dept:phone,Zomaar.\n10,,,,,,,,,,,,dept:phone,Zomaar.\n`);
	await page.getByText('2 fouten in fout.csv').waitFor();
	const said = await page.locator('.set__problems').innerText();
	assert.match(said, /Regel 2: branch: "tuin" kan hier niet/);
	assert.match(said, /Regel 3: rule ontbreekt/);
	assert.equal(await page.evaluate(() => document.activeElement?.id), 'set-result');
	assert.equal(await page.getByRole('button', { name: 'Neem in gebruik' }).count(), 0, 'a wrong file cannot go on');
	await assertAccessible(page, 'a file with mistakes');
	const reply = await page.request.get(`${office.url}api/v1/sets/rules/1.csv`);
	const now = await reply.text();
	await pick(page, 'nieuw.csv', now.replace('dept:repair,"Spoed', 'dept:phone,"Spoed').replace(/^20,.*\n/m, ''));
	await page.getByText('nieuw.csv verandert 2 regels van versie 1').waitFor();
	assert.match(await page.locator('.set__changes').innerText(), /Anders\s+spoed.*Vervalt\s+klacht/s);
	await inAllSizes(page, 'rules-changes');
	await page.getByRole('button', { name: 'Neem in gebruik' }).press('Enter');
	await page.getByText('Vanaf nu verdelen deze regels elke nieuwe melding.').waitFor();
	await page.waitForFunction(() => document.activeElement?.closest('.confirm'));
	await assertAccessible(page, 'asked to confirm');
	await page.keyboard.press('Enter');
	await page.getByText('Versie 2, in gebruik').waitFor();
	assert.equal(await page.locator('.set', { hasText: 'klacht' }).count(), 0);
	await page.getByRole('link', { name: 'Bekijk versie 1' }).press('Enter');
	await page.getByText('Versie 1, niet meer in gebruik').waitFor();
	await page.getByRole('button', { name: 'Zet terug versie 1' }).press('Enter');
	await page.getByText('Versie 3, in gebruik').waitFor();
	await page.locator('.set', { hasText: 'klacht' }).first().waitFor();
	assert.deepEqual(page.troubles, []);
	await page.context().close();
	const manager = await enterAs('manager', 'regels');
	await pick(manager, 'nieuw.csv', now.replace(/^20,.*\n/m, ''));
	await manager.getByText('Een beheerder kan dit in gebruik nemen.').waitFor();
	assert.equal(await manager.getByRole('button', { name: 'Neem in gebruik' }).count() + await manager.getByRole('button', { name: /Zet terug/ }).count(), 0);
	await manager.context().close();
});

check('[D4] deadlines are read as sentences too', async () => {
	if (sample) return;
	const page = await enterAs('manager', 'termijnen');
	await page.locator('.set', { hasText: 'Telefonisch bevestigen' }).waitFor();
	assert.match(await page.locator('.set', { hasText: 'Telefonisch bevestigen' }).innerText(), /2 klokuren.*klantcontact meteen, manager na 2 uur/s);
	await assertAccessible(page, 'deadlines');
	await inAllSizes(page, 'ladder');
	await page.setViewportSize(SIZES.phone);
	await page.getByRole('link', { name: 'Versies en wijzigen' }).click();
	await page.getByText('Alle versies').waitFor();
	await page.context().close();
});

check('[R53] what kiosks show is published, counted, and put back in one act', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'website');
	await page.getByText('1 van 1 zuilen').waitFor();
	await assertAccessible(page, 'site');
	await page.getByRole('button', { name: 'Bouw en publiceer' }).press('Enter');
	await page.getByText('Zuilen halen de nieuwe versie op').waitFor();
	await assertAccessible(page, 'asked before publishing');
	await page.keyboard.press('Enter');
	await page.getByText('De website is gepubliceerd.').waitFor();
	await inAllSizes(page, 'site');
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});

check('[R41] a letter gets own words: a mistake is told as it is typed, the preview follows, and it goes back', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'brieven');
	await page.getByRole('link', { name: 'Zaak afgesloten Nederlands' }).press('Enter');
	await page.waitForFunction(() => document.activeElement?.id === 'case-title');
	const box = page.getByLabel('Eerste regel is het onderwerp');
	const before = await box.inputValue();
	await box.fill('Klaar\nBeste {{naam}},');
	await page.getByText('Deze brief kent {{naam}} niet.').waitFor();
	await assertAccessible(page, 'a letter that cannot be');
	await box.fill('Uw melding {{receipt}} is klaar\nBeste {{name}},\n\nHoera!');
	await page.getByText('Hoera!').last().waitFor();
	await page.locator('.letter', { hasText: 'Uw melding K7QD-4M2XR-0 is klaar' }).waitFor();
	await page.getByRole('button', { name: 'Sla op' }).press('Enter');
	await page.getByText('Vanaf nu gaat de brief zo de deur uit.').waitFor();
	await page.locator('.row', { hasText: 'Zaak afgesloten' }).locator('.utrecht-status-badge', { hasText: 'Eigen woorden' }).waitFor();
	await assertAccessible(page, 'an own letter');
	await inAllSizes(page, 'texts');
	await page.getByRole('button', { name: 'Terug naar standaard' }).press('Enter');
	await page.getByText('De standaardtekst geldt weer.').waitFor();
	await page.waitForFunction((text) => /** @type {HTMLTextAreaElement} */ (document.getElementById('letter-text'))?.value === text, before);
	assert.deepEqual(page.troubles, []);
	await page.context().close();
	const manager = await enterAs('manager', 'brieven/nl%3Aclosed');
	await manager.getByText('Een beheerder kan de tekst wijzigen.').waitFor();
	assert.equal(await manager.getByRole('button', { name: 'Sla op' }).count(), 0);
	await manager.context().close();
});

check('[R70] a device gets a code that is told once, its complexes, and is revoked after a question', async () => {
	if (sample) return;
	const page = await enterAs('beheer', 'zuilen');
	await page.getByRole('link', { name: 'Nieuwe zuil of tablet' }).press('Enter');
	await page.getByLabel('Waar staat het').fill('Hal Meidoorn');
	await page.getByRole('button', { name: 'Maak code' }).press('Enter');
	await page.getByText('Kies een tot zestien complexen.').first().waitFor();
	await assertAccessible(page, 'a device for nowhere');
	await page.locator('input[name=complexes]').first().press('Space');
	await page.getByRole('button', { name: 'Maak code' }).press('Enter');
	assert.match(await page.locator('#code').innerText(), /^(\w{4}-){4}\w{4}$/);
	await assertAccessible(page, 'a code');
	await inAllSizes(page, 'device-new');
	await page.getByRole('link', { name: 'Naar alle zuilen' }).press('Enter');
	await page.getByRole('link', { name: 'Hal Lindenhof' }).press('Enter');
	await page.getByText('Verbonden').first().waitFor();
	await assertAccessible(page, 'one device');
	await inAllSizes(page, 'device');
	const held = await holdReading(page, '**/api/v1/devices');
	await page.getByRole('button', { name: 'Trek in' }).press('Enter');
	await page.waitForFunction(() => document.activeElement?.closest('.confirm'));
	await page.keyboard.press('Enter');
	await held.asked;
	assert.equal(await page.locator('.notice').count(), 0, 'nothing is said before the page shows it');
	held.letGo();
	await page.getByText('Dit apparaat is ingetrokken.').first().waitFor();
	assert.equal(await page.getByRole('button', { name: 'Trek in' }).count(), 0);
	assert.deepEqual(page.troubles, []);
	await page.context().close();
	const desk = await enterAs('kcc', 'zuilen');
	await desk.getByRole('link', { name: 'Hal Lindenhof' }).press('Enter');
	await desk.getByText('Ingetrokken').first().waitFor();
	assert.equal(await desk.getByRole('button', { name: /Laat toe|Sla op/ }).count(), 0);
	await desk.context().close();
});
